package dev.gatehouse.auth.egress;

/**
 * What is known at a URL.
 *
 * @param <T> what its document says
 */
public sealed interface Looked<T> {

    record Found<T>(T value) implements Looked<T> {}

    /** There is nothing that could be used. */
    record Nothing<T>(String why) implements Looked<T> {}

    /** It cannot be asked after now. */
    record Unavailable<T>(String why) implements Looked<T> {}
}
