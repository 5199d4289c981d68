package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a test sees of a server from outside: its files, its processes and its port. */
record Home(Path path) {

    Path cluster() {
        return path.resolve("cluster");
    }

    long postmaster() throws IOException {
        return PostmasterFile.in(cluster()).orElseThrow().pid();
    }

    /** A line of the server's {@code /proc/PID/status}, without its name. */
    String status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + postmaster() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Through the files alone, as for a server that another process started. */
    Connection connect() throws IOException, SQLException {
        return connect("gatehouse", Files.readString(path.resolve("password")));
    }

    Connection connect(String user, String password) throws IOException, SQLException {
        String port = Files.readString(path.resolve("port"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/gatehouse", user, password);
    }

    String query(String sql) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    void execute(String sql) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
