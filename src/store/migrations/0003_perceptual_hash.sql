-- What a medium looks like (spec/gas.md 9.2). Null in rows that are older; the validator fills it in when it starts.
ALTER TABLE media ADD COLUMN perceptual_hash TEXT;
