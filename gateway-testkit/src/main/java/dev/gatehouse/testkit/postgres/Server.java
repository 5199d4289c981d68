package dev.gatehouse.testkit.postgres;

/** A running PostgreSQL in which the test's role may create databases. */
sealed interface Server permits ExternalServer, ContainerServer, EmbeddedServer {

    /** One word for test reports: {@code external}, {@code container} or {@code embedded}. */
    String kind();

    /** The maintenance database, through a role that may create others. */
    Connectable maintenance();
}
