SET search_path = archive, public
