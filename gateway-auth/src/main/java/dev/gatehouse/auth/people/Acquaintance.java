package dev.gatehouse.auth.people;

/** What a login finds out about the person. */
public sealed interface Acquaintance {

    record Known(Person person) implements Acquaintance {}

    /** Nobody created this person, and a login does not. */
    record Stranger() implements Acquaintance {}

    /** Known and switched off. */
    record Inactive() implements Acquaintance {}
}
