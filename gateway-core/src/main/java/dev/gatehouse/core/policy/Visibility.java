package dev.gatehouse.core.policy;

/** What a stage says of an entry in a list. Undecided entries are shown: the call itself is still judged. */
public enum Visibility {
    SHOW,
    HIDE,
    UNDECIDED
}
