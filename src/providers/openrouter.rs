//! OpenRouter images (`spec/gas.md` 5.3).
