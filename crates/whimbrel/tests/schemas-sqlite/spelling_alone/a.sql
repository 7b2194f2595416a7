CREATE TABLE IF NOT EXISTS t (
  id integer primary key, -- the key
  name varchar (20) default "x" not null check(name<>'' and length( name )>1),
  "size" int references u(id) on delete no action,
  /* both */ unique(name,size)
);
create table u(id integer primary key asc, v text collate binary unique on conflict abort, constraint c check((v!=id)));
create unique index if not exists i on t(name asc, lower("name")) where (size is not null);
create view if not exists v as select name,id from t where size==1;
create trigger if not exists g after update of [name] on t for each row when NEW.name<>old.name begin update t set size=1 where id=new.id;end;
create virtual table f using fts5( body , tokenize = 'porter' );
