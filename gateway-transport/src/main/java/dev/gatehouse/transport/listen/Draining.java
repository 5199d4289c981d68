package dev.gatehouse.transport.listen;

/** Tells a connection to answer what it has begun and then to close. */
enum Draining {
    BEGUN
}
