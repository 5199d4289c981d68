package dev.gatehouse.server.postgres;

import java.util.List;
import java.util.stream.Stream;

/** The server's settings, on its command line: each release brings its own to databases of any age. */
final class Settings {

    /**
     * Durable, reachable from this machine alone, and small: one gateway, mostly writing. The last lines keep foreign
     * statements and row values out of the log.
     */
    private static final String FIXED = """
            fsync=on
            full_page_writes=on
            synchronous_commit=on
            listen_addresses=127.0.0.1
            unix_socket_directories=
            password_encryption=scram-sha-256
            shared_buffers=64MB
            max_connections=50
            max_wal_size=256MB
            io_method=sync
            jit=off
            cluster_name=gatehouse
            timezone=UTC
            logging_collector=off
            log_destination=stderr
            log_line_prefix=
            lc_messages=C
            log_error_verbosity=terse
            log_min_error_statement=panic
            """;

    private Settings() {}

    static List<String> arguments(Cluster cluster, int port) {
        Stream<String> settings =
                Stream.concat(Stream.of("port=" + port, "hba_file=" + cluster.rules()), FIXED.lines());
        return Stream.concat(
                        Stream.of("-D", cluster.directory().toString()),
                        settings.flatMap(setting -> Stream.of("-c", setting)))
                .toList();
    }
}
