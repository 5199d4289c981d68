package dev.gatehouse.testkit.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A PostgreSQL in a container; Testcontainers removes it when the test JVM is gone. */
record ContainerServer(Connectable maintenance) implements Server {

    private static final String IMAGE = "postgres:18-alpine";

    /** Empty where no container engine answers. */
    static Optional<ContainerServer> startIfPossible() {
        if (!engineConfigured() || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        return Optional.of(start());
    }

    @SuppressWarnings("resource") // Testcontainers' own reaper ends the container with this JVM
    private static ContainerServer start() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.start();
        return new ContainerServer(
                new Connectable(container.getJdbcUrl(), container.getUsername(), container.getPassword()));
    }

    @Override
    public String kind() {
        return "container";
    }

    /** Asked first because Testcontainers takes seconds, and prints a page, to find no engine. */
    private static boolean engineConfigured() {
        return System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".testcontainers.properties"));
    }
}
