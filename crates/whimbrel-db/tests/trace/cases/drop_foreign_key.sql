ALTER TABLE files DROP CONSTRAINT files_folder_id_fkey
