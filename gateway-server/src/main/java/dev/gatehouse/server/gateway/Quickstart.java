package dev.gatehouse.server.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code data/quickstart.env}: what a script needs to use the gateway that {@code up} started. Mode 0600. */
public record Quickstart(String url, String mcpUrl, String tokenUrl, String clientId, String clientSecret) {

    public void write(Path file) throws IOException {
        PrivateFile.write(
                file,
                "GATEHOUSE_URL=" + url + "\nGATEHOUSE_MCP_URL=" + mcpUrl + "\nGATEHOUSE_TOKEN_URL=" + tokenUrl
                        + "\nGATEHOUSE_CLIENT_ID=" + clientId + "\nGATEHOUSE_CLIENT_SECRET=" + clientSecret + "\n");
    }

    /** @throws IOException when the file is not there or misses a line, saying which */
    public static Quickstart read(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new Quickstart(
                require(values, "GATEHOUSE_URL", file),
                require(values, "GATEHOUSE_MCP_URL", file),
                require(values, "GATEHOUSE_TOKEN_URL", file),
                require(values, "GATEHOUSE_CLIENT_ID", file),
                require(values, "GATEHOUSE_CLIENT_SECRET", file));
    }

    private static String require(Map<String, String> values, String name, Path file) throws IOException {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw new IOException(file + " has no " + name + ". Run ./gatehouse up again to write it anew.");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Quickstart[" + mcpUrl + ", client " + clientId + "]";
    }
}
