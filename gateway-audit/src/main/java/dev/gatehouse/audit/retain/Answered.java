package dev.gatehouse.audit.retain;

/** What came of asking for fewer days, or of a word about it. */
public sealed interface Answered {
    record Done(Lowering lowering) implements Answered {}

    /** There is no such lowering; or nothing is known of such a bundle. */
    record NotFound() implements Answered {}

    /** They are not fewer than those that hold. */
    record NotFewer(int days) implements Answered {}

    /** Whoever asked cannot confirm. */
    record SamePerson() implements Answered {}

    /** It is not open any more. */
    record Over(Lowering lowering) implements Answered {}
}
