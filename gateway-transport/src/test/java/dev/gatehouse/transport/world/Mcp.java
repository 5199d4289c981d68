package dev.gatehouse.transport.world;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes MCP requests by hand, one connection each, so that no client library hides what is on the wire. */
public final class Mcp {
    private final World world;
    private final String path;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Mcp(World world, String server) {
        this.world = world;
        this.path = "/vmcp/" + server + "/mcp";
        headers.put("Host", "127.0.0.1");
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, text/event-stream");
    }

    private Mcp(World world, String path, Map<String, String> headers) {
        this.world = world;
        this.path = path;
        this.headers.putAll(headers);
    }

    /** At any path, with a body of JSON and nothing else said. */
    public static Mcp at(World world, String path) {
        return new Mcp(world, path, Map.of("Host", "127.0.0.1", "Content-Type", "application/json"));
    }

    public static Mcp on(World world, String server) {
        return new Mcp(world, server);
    }

    public static Mcp as(World world, String agent) {
        return new Mcp(world, "team").with("Authorization", "Bearer " + agent);
    }

    public Mcp with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Another that begins with the same headers. */
    public Mcp copy() {
        return new Mcp(world, path, headers);
    }

    public String header(String name) {
        return Optional.ofNullable(headers.get(name)).orElseThrow();
    }

    public Mcp without(String header) {
        headers.remove(header);
        return this;
    }

    public Wire.Answer post(String body) throws IOException {
        return send("POST", body);
    }

    public Wire.Answer send(String method, String body) throws IOException {
        try (Wire wire = world.wire()) {
            return wire.send(request(method, body)).read();
        }
    }

    public byte[] request(String method, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] both = java.util.Arrays.copyOf(start, start.length + bytes.length);
        System.arraycopy(bytes, 0, both, start.length, bytes.length);
        return both;
    }

    /** Opens a legacy session; what follows is sent in it. */
    public Mcp initialized(String version) throws IOException {
        Wire.Answer answer = post(initialize(version));
        return with("Mcp-Session-Id", answer.header("mcp-session-id").orElseThrow());
    }

    public static String initialize(String version) {
        return """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s","capabilities":{},\
                "clientInfo":{"name":"t","version":"1"}}}""".formatted(version);
    }

    public static String legacy(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}".formatted(id, method, params);
    }

    /** A modern request with its headers; {@code params} without braces. */
    public Wire.Answer modern(String method, String params) throws IOException {
        return modernAs(method).post(modernBody(method, params));
    }

    public Mcp modernAs(String method) {
        return with("MCP-Protocol-Version", "2026-07-28").with("Mcp-Method", method);
    }

    public static String modernBody(String method, String params) {
        return """
                {"jsonrpc":"2.0","id":"m1","method":"%s","params":{%s"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(method, params.isEmpty() ? "" : params + ",");
    }

    public static Json json(Wire.Answer answer) {
        return read(answer.body());
    }

    public static Json read(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(text, e);
        }
    }

    public static long code(Wire.Answer answer) {
        return json(answer)
                .member("error")
                .orElseThrow()
                .member("code")
                .orElseThrow()
                .integer()
                .orElseThrow();
    }

    public static Json result(Wire.Answer answer) {
        return json(answer).member("result").orElseThrow(() -> new AssertionError(answer.body()));
    }
}
