//! What a node needs, checked: each check says what it found, and what to do about it. Prints nothing.
