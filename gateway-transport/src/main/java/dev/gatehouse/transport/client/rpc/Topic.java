package dev.gatehouse.transport.client.rpc;

/** Something that an upstream is asked to tell news of, by the name it has there. */
public sealed interface Topic {
    record Resource(String uri) implements Topic {}

    /** Of the extension {@code io.modelcontextprotocol/tasks}. */
    record Task(String id) implements Topic {}
}
