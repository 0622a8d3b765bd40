-- Connections that the person signed out and whose library stays on this computer, to be looked at.

ALTER TABLE connections ADD COLUMN signed_out_ms INTEGER; -- since when; NULL while it is signed in, or Google ended that
