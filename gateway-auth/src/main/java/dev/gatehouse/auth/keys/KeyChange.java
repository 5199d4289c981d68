package dev.gatehouse.auth.keys;

/** What came of an order to rotate keys. */
public sealed interface KeyChange {

    /** @param detail what follows from it, for whoever asked */
    record Done(String detail) implements KeyChange {}

    /** Nothing was changed. */
    record Refused(String why) implements KeyChange {}
}
