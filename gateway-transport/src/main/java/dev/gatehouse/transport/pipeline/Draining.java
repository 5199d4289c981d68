package dev.gatehouse.transport.pipeline;

/** Tells a connection to answer what it has begun and then to close. */
public enum Draining {
    BEGUN
}
