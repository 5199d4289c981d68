package dev.gatehouse.transport.http;

/** Where a method and a path lead. */
public sealed interface Route {
    record Found(Destination destination) implements Route {}

    /** @param methods the value of {@code Allow} */
    record WrongMethod(String methods) implements Route {}

    /** @param methods the value of {@code Allow} */
    record Options(String methods) implements Route {}

    record Nowhere() implements Route {}
}
