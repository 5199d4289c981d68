package dev.gatehouse.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A store that takes objects as Amazon's does: by path, with a signature that it works out itself from what arrived, checksums,
 * Object Lock, {@code If-None-Match} and objects in parts. Versions of a key are all kept. It fails when it is told to.
 */
public final class FakeS3 implements AutoCloseable {
    private static final int BACKLOG = 64;

    /** What becomes of one request, in place of what it asks for. */
    public enum Fault {
        ACCESS_DENIED,
        SLOW_DOWN,
        INTERNAL_ERROR,
        /** The bucket is somewhere else. */
        REDIRECT,
        /** No answer until this store is closed. */
        HANG,
        /** The connection ends within the answer, and nothing was stored. */
        CUT,
        /** The object is stored, and the connection ends before the answer. */
        STORED_AND_CUT
    }

    /** @param headers of the request, by name in lower case */
    public record Stored(String key, Map<String, String> headers, byte[] body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SignatureCheck signatures;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Stored> stored = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Multipart multipart = new Multipart();
    private Duration ahead = Duration.ZERO;

    private FakeS3(HttpServer server, SignatureCheck signatures) {
        this.server = server;
        this.signatures = signatures;
    }

    public static FakeS3 start(String region, String accessKey, String secretKey) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        FakeS3 store =
                new FakeS3(HttpServer.create(address, BACKLOG), new SignatureCheck(region, accessKey, secretKey));
        store.server.setExecutor(store.threads);
        store.server.createContext("/", store::handle);
        store.server.start();
        return store;
    }

    /** Without a slash at its end; the bucket comes next in the path. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next requests fail so, one after the other. */
    public synchronized void fails(Fault... next) {
        faults.addAll(Arrays.asList(next));
    }

    /** Its clock shows so much more than the machine's. */
    public synchronized void isAhead(Duration by) {
        ahead = by;
    }

    /** In the order they came, one for each version. */
    public synchronized List<Stored> stored() {
        return List.copyOf(stored);
    }

    /** Objects in parts that were neither completed nor ended. */
    public synchronized int halfDone() {
        return multipart.open();
    }

    /** Codes of the errors it answered with by itself. */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            Optional<Fault> fault = nextFault();
            if (fault.isPresent()) {
                fail(exchange, fault.get(), headers, body);
                return;
            }
            Multipart.Said said = take(exchange, headers, body);
            if (said.error().isPresent()) {
                say(exchange, said.error().get());
            } else {
                said.etag().ifPresent(etag -> exchange.getResponseHeaders().add("ETag", etag));
                say(exchange, 200, said.document());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<Fault> nextFault() {
        return Optional.ofNullable(faults.poll());
    }

    private void fail(HttpExchange exchange, Fault fault, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        switch (fault) {
            case ACCESS_DENIED -> say(exchange, new S3Error(403, "AccessDenied", "Access Denied", ""));
            case SLOW_DOWN -> {
                exchange.getResponseHeaders().add("Retry-After", "3");
                say(exchange, new S3Error(503, "SlowDown", "Please reduce your request rate.", ""));
            }
            case INTERNAL_ERROR -> say(exchange, new S3Error(500, "InternalError", "We encountered an error.", ""));
            case REDIRECT ->
                say(
                        exchange,
                        new S3Error(
                                301,
                                "PermanentRedirect",
                                "The bucket must be addressed using the specified endpoint.",
                                "<Endpoint>audit.s3.eu-west-1.amazonaws.com</Endpoint>"));
            case HANG -> closing.await();
            case CUT -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('<');
                exchange.getResponseBody().flush();
            }
            case STORED_AND_CUT -> {
                Optional<S3Error> error = take(exchange, headers, body).error();
                if (error.isPresent()) {
                    throw new IOException("was to be stored, and is refused: " + error.get());
                }
            }
        }
    }

    private synchronized Multipart.Said take(HttpExchange exchange, Map<String, String> headers, byte[] body) {
        Instant now = Instant.now().plus(ahead);
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        Map<String, String> query =
                SignatureCheck.query(exchange.getRequestURI().getRawQuery());
        Multipart.Said said = signatures
                .wrong(method, path, query, headers, body, now)
                .map(Multipart.Said::wrong)
                .orElseGet(() -> query.isEmpty()
                        ? put(path, headers, body, now)
                        : multipart.take(method, key(path), query, headers, body));
        said.error().ifPresent(wrong -> refused.add(wrong.code()));
        said.object().ifPresent(stored::add);
        return said;
    }

    private Multipart.Said put(String path, Map<String, String> headers, byte[] body, Instant now) {
        return ObjectRules.wrong(headers, body, now)
                .or(() -> existing(path, headers))
                .map(Multipart.Said::wrong)
                .orElseGet(() -> Multipart.Said.stored(new Stored(key(path), headers, body)));
    }

    private Optional<S3Error> existing(String path, Map<String, String> headers) {
        return "*".equals(headers.get("if-none-match"))
                        && stored.stream().anyMatch(object -> object.key().equals(key(path)))
                ? Optional.of(new S3Error(
                        412,
                        "PreconditionFailed",
                        "At least one of the pre-conditions you specified did not hold",
                        "<Condition>If-None-Match</Condition>"))
                : Optional.empty();
    }

    /** The bucket's name stands before the first slash. */
    private static String key(String path) {
        return SignatureCheck.decoded(path.substring(path.indexOf('/', 1) + 1));
    }

    private static void say(HttpExchange exchange, S3Error error) throws IOException {
        say(exchange, error.status(), error.document());
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] document = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, document.length == 0 ? -1 : document.length);
        exchange.getResponseBody().write(document);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
