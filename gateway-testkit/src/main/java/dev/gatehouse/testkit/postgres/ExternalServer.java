package dev.gatehouse.testkit.postgres;

import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/** A server somebody else runs, named by a JDBC URL such as {@code jdbc:postgresql://host/db?user=u&password=p}. */
record ExternalServer(Connectable maintenance) implements Server {

    static ExternalServer at(String url) {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw new IllegalArgumentException(TestDatabase.URL_VARIABLE
                    + " is not a PostgreSQL JDBC URL; expected jdbc:postgresql://host:port/db?user=...&password=...");
        }
        return new ExternalServer(new Connectable(
                withoutCredentials(url), parsed.getProperty("user", ""), parsed.getProperty("password", "")));
    }

    @Override
    public String kind() {
        return "external";
    }

    private static String withoutCredentials(String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        String kept = Arrays.stream(url.substring(query + 1).split("&"))
                .filter(parameter -> !isCredential(parameter))
                .collect(Collectors.joining("&"));
        return url.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept);
    }

    private static boolean isCredential(String parameter) {
        return parameter.startsWith("user=") || parameter.startsWith("password=");
    }
}
