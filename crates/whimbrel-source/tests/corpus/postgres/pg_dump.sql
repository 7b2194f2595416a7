--
-- PostgreSQL database dump
--

\restrict 5LbA0YQ

-- Dumped from database version 18.1

SET statement_timeout = 0;
SET default_tablespace = '';
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: t; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.t (
    id integer NOT NULL
);


COPY public.t (id) FROM stdin;
1
\.


--
-- PostgreSQL database dump complete
--

\unrestrict 5LbA0YQ

