package dev.gatehouse.server.cli;

import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.server.config.DatabaseConfig;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the trail of a configuration lies, by what the file says: nothing is started, migrated or made. */
record TrailPlace(GatehouseConfig config) {
    private static final int CONNECT_WAIT_SECONDS = 5;

    Path spool() {
        return data().resolve("audit");
    }

    /** What a gateway writes at its start. */
    Path publicKeys() {
        return data().resolve("audit.pub");
    }

    /** Files of anchors that are there; those that are somewhere else by now must be named. */
    List<Path> anchors() {
        return config.audit().anchors().stream()
                .flatMap(anchor -> anchor.file().stream())
                .filter(Files::isRegularFile)
                .toList();
    }

    DatabaseTrail database() throws IOException {
        return DatabaseTrail.open(source());
    }

    private PGSimpleDataSource source() throws IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        if (config.database().isPresent()) {
            DatabaseConfig external = config.database().get();
            source.setURL(external.url());
            external.user().ifPresent(source::setUser);
            external.password().map(Secret::reveal).ifPresent(source::setPassword);
        } else {
            Path home = data().resolve("postgres");
            EmbeddedPostgres.Login login = EmbeddedPostgres.loginOfRunning(home)
                    .orElseThrow(() -> new IOException("no gateway ever kept a database in " + home));
            source.setURL(login.jdbcUrl());
            source.setUser(login.user());
            source.setPassword(login.password());
        }
        source.setConnectTimeout(CONNECT_WAIT_SECONDS);
        source.setApplicationName("gatehouse audit");
        return source;
    }

    private Path data() {
        return config.dataDir().toAbsolutePath().normalize();
    }
}
