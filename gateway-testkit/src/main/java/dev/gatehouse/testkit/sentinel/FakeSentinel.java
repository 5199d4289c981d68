package dev.gatehouse.testkit.sentinel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Microsoft Entra's token endpoint and a data collection endpoint, as their documentation has them. */
public final class FakeSentinel implements AutoCloseable {
    public static final String TENANT = "contoso.example.com";
    public static final String CLIENT = "11111111-2222-3333-4444-555555555555";
    public static final String SECRET = "s3cr&t=of the+application";
    public static final String RULE = "dcr-0123456789abcdef0123456789abcdef";
    public static final String STREAM = "Custom-GatehouseAudit_CL";
    public static final String SCOPE = "https://monitor.azure.com//.default";
    private static final int BODY_BYTES_MAX = 1 << 20;

    /** In place of taking a batch. */
    public enum Fault {
        REVOKED,
        FORBIDDEN,
        BAD_REQUEST,
        TOO_LARGE,
        THROTTLED,
        BROKEN,
        HANG,
        CUT,
        TAKEN_AND_CUT
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Json> rows = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private Predicate<Json> tooLarge = _ -> false;
    private int tokens;
    private long expiresIn = 3599;

    private FakeSentinel(HttpServer server) {
        this.server = server;
    }

    public static FakeSentinel start() throws IOException {
        FakeSentinel fake =
                new FakeSentinel(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64));
        fake.server.setExecutor(fake.threads);
        fake.server.createContext("/" + TENANT + "/oauth2/v2.0/token", fake::token);
        fake.server.createContext("/dataCollectionRules/" + RULE + "/streams/" + STREAM, fake::ingest);
        fake.server.start();
        return fake;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public synchronized void fails(Fault... next) {
        faults.addAll(Arrays.asList(next));
    }

    /** Batches with such a row are answered with 413. */
    public synchronized void findsTooLarge(Predicate<Json> row) {
        tooLarge = row;
    }

    public synchronized void tokensLast(long seconds) {
        expiresIn = seconds;
    }

    public synchronized int tokensGiven() {
        return tokens;
    }

    public synchronized List<Json> rows() {
        return List.copyOf(rows);
    }

    private void token(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> form = new HashMap<>();
            for (String field : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&", -1)) {
                String[] parts = field.split("=", 2);
                form.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
            }
            boolean isForm = "application/x-www-form-urlencoded"
                    .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
            boolean isGood = form.equals(Map.of(
                    "grant_type", "client_credentials", "client_id", CLIENT, "client_secret", SECRET, "scope", SCOPE));
            if (isForm && isGood) {
                say(exchange, 200, nextToken());
            } else {
                say(
                        exchange,
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret"
                                + " provided.\\r\\nTrace ID: 1\",\"error_codes\":[7000215]}");
            }
        }
    }

    private synchronized String nextToken() {
        tokens++;
        return "{\"token_type\":\"Bearer\",\"expires_in\":" + expiresIn + ",\"ext_expires_in\":" + expiresIn
                + ",\"access_token\":\"token-" + tokens + "\"}";
    }

    private void ingest(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            Optional<Fault> fault = nextFault();
            if (fault.isPresent()) {
                fail(exchange, fault.get(), sent);
            } else {
                take(exchange, sent);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<Fault> nextFault() {
        return Optional.ofNullable(faults.poll());
    }

    private void fail(HttpExchange exchange, Fault fault, byte[] sent) throws IOException, InterruptedException {
        switch (fault) {
            case REVOKED -> say(exchange, 401, error("InvalidToken", "The provided token is not valid."));
            case FORBIDDEN ->
                say(exchange, 403, error("OperationFailed", "The authentication token provided does not have access"));
            case BAD_REQUEST -> say(exchange, 400, error("InvalidStream", "Stream was not found in the rule"));
            case TOO_LARGE -> say(exchange, 413, error("ContentLengthLimitExceeded", "Maximum allowed is 1048576"));
            case THROTTLED -> {
                exchange.getResponseHeaders().add("Retry-After", "7");
                say(exchange, 429, error("TooManyRequests", "Rate limit is exceeded"));
            }
            case BROKEN -> say(exchange, 500, "");
            case HANG -> closing.await();
            case CUT -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            case TAKEN_AND_CUT -> keep(sent);
        }
    }

    private void take(HttpExchange exchange, byte[] sent) throws IOException {
        if (!("Bearer token-" + tokensGiven())
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            say(exchange, 401, error("InvalidToken", "The provided token is not valid."));
        } else if (!"api-version=2023-01-01".equals(exchange.getRequestURI().getRawQuery())
                || !"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
                || !"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            say(exchange, 400, error("MalformedRequest", "not as documented"));
        } else if (isTooLarge(sent)) {
            say(exchange, 413, error("ContentLengthLimitExceeded", "Maximum allowed is 1048576"));
        } else {
            keep(sent);
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private synchronized boolean isTooLarge(byte[] sent) throws IOException {
        byte[] body = plain(sent);
        return body.length > BODY_BYTES_MAX || array(body).stream().anyMatch(tooLarge);
    }

    private synchronized void keep(byte[] sent) throws IOException {
        rows.addAll(array(plain(sent)));
    }

    private static List<Json> array(byte[] body) throws IOException {
        try {
            return Json.read(body).elements();
        } catch (JsonSyntaxException e) {
            throw new IOException("no JSON was sent", e);
        }
    }

    private static byte[] plain(byte[] sent) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return in.readAllBytes();
        }
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
