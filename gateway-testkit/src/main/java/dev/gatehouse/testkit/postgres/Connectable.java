package dev.gatehouse.testkit.postgres;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Everything a client needs to open one database.
 *
 * @param jdbcUrl names host, port and database, never the user or the password
 */
public record Connectable(String jdbcUrl, String user, String password) {

    private static final int CONNECT_SECONDS_MAX = 10;

    /** A source that opens a new connection each time: tests see the server, not a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(jdbcUrl);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(CONNECT_SECONDS_MAX);
        return source;
    }

    /** The same server and role, another database; query parameters of the URL stay. */
    Connectable database(String name) {
        int query = jdbcUrl.indexOf('?');
        String path = query < 0 ? jdbcUrl : jdbcUrl.substring(0, query);
        String parameters = query < 0 ? "" : jdbcUrl.substring(query);
        return new Connectable(path.substring(0, path.lastIndexOf('/') + 1) + name + parameters, user, password);
    }

    @Override
    public String toString() {
        return "Connectable[" + jdbcUrl + " as " + user + "]";
    }
}
