package dev.gatehouse.server.abuse;

import dev.gatehouse.server.e2e.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;

/** Everything a gateway writes or tells, as text, to be searched for what must not be there. */
final class Sinks {
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Reads the log, the spool, every table, and what the admin listener tells. */
    static Sinks of(TestGateway gateway, DataSource database, List<String> adminPaths) throws Exception {
        Sinks sinks = new Sinks();
        sinks.texts.put("log", Files.readString(gateway.log()));
        sinks.files(gateway.data().resolve("audit"));
        sinks.tables(database);
        for (String path : adminPaths) {
            sinks.texts.put(path, gateway.admin("GET", path).body());
        }
        return sinks;
    }

    /** The names of the places where the secret stands, in plain text or as hexadecimal digits. */
    List<String> holding(String secret) {
        String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
        return texts.entrySet().stream()
                .filter(sink ->
                        sink.getValue().contains(secret) || sink.getValue().contains(hex))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Also what stands in a gzipped file. */
    Sinks unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            texts.put(file.toString(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return this;
    }

    /** By the name of the place. */
    Map<String, String> texts() {
        return Collections.unmodifiableMap(texts);
    }

    private void files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // A segment is taken ahead: most of it is not written yet.
                texts.put(
                        file.toString(),
                        Files.readString(file, StandardCharsets.ISO_8859_1).replace("\0", ""));
            }
        }
    }

    private void tables(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : column(
                    statement,
                    "select schemaname || '.' || tablename from pg_tables"
                            + " where schemaname in ('auth', 'policy', 'audit')")) {
                texts.put(table, String.join("\n", column(statement, "select t::text from " + table + " t")));
            }
        }
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
