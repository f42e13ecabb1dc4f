//! Prompts that need no model: scenes, registers and styles drawn at random, put into words, and judged
//! (`spec/gas.md` 13.3). Pure: a seed gives the same prompts again.
