//! What daemons keep in SQLite. SQL is here and in `chain::local`, and nowhere else.
