package dev.gatehouse.transport.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MCP server over stdio that does as it is told: its arguments say what it is, the name of the called tool says what
 * to do. Knows nothing of the gateway's code.
 */
public final class ScriptedServer {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");
    private static final Pattern TOKEN = Pattern.compile("\"progressToken\":(\\d+)");

    private final List<String> traits;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(4);
    private final Random random = new Random();
    private volatile List<String> listed = List.of("echo", "env", "hang", "crash");
    private volatile String cancelled = "none";
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final String self = Long.toHexString(random.nextLong());
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String initialized = "";

    private ScriptedServer(List<String> traits) {
        this.traits = traits;
    }

    /** How to start it with these traits. */
    public static List<String> command(String... traits) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedServer.class.getName()));
        command.addAll(List.of(traits));
        return command;
    }

    public static void main(String[] traits) throws IOException {
        ScriptedServer server = new ScriptedServer(List.of(traits));
        if (server.is("crash-at-start")) {
            System.err.println("cannot start: \u001b[31mno licence\u001b[0m s3cret-value-1");
            System.exit(7);
        }
        if (server.is("ignores-term")) {
            Runtime.getRuntime().addShutdownHook(new Thread(ScriptedServer::stayForever));
        }
        server.note("begun");
        server.serve();
        server.note("ended");
        if (server.is("ignores-term")) {
            stayForever();
        }
        System.exit(0);
    }

    private static void stayForever() {
        new Semaphore(0).acquireUninterruptibly();
    }

    private boolean is(String trait) {
        return traits.contains(trait);
    }

    private void serve() throws IOException {
        if (is("asks")) {
            listed = List.of("elicit");
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String method = first(METHOD, line);
            if (method.equals("notifications/cancelled")) {
                cancelled = line.replaceAll(".*\"requestId\":(\\d+).*", "$1");
                givenUp.countDown();
            }
            String id = first(ID, line);
            if (line.contains("\"id\":\"ask-")) {
                answers.add(line);
            } else if (!id.isEmpty()) {
                request(id, method, line);
            }
        }
    }

    private void request(String id, String method, String line) {
        switch (method) {
            case "server/discover" -> discover(id);
            case "initialize" -> initialize(id, line);
            case "tools/list" -> list(id, line);
            case "prompts/list" -> out.println(result(id, "\"prompts\":[{\"name\":\"greet\"}]"));
            case "resources/list" -> out.println(result(id, "\"resources\":[{\"uri\":\"file:///a\",\"name\":\"a\"}]"));
            case "resources/templates/list" ->
                out.println(result(id, "\"resourceTemplates\":[{\"uriTemplate\":\"file:///{x}\",\"name\":\"t\"}]"));
            case "prompts/get", "resources/read", "completion/complete" -> out.println(text(id, quoted(line)));
            case "resources/subscribe", "resources/unsubscribe", "logging/setLevel" -> {
                told.add(method + " " + line.replaceAll(".*\"(?:uri|level)\":\"([^\"]*)\".*", "$1"));
                out.println(result(id, ""));
            }
            case "tools/call" -> call(id, first(NAME, line), line);
            default -> out.println(error(id, -32601, "no such method"));
        }
    }

    private void discover(String id) {
        if (is("exits-on-probe")) {
            System.exit(3);
        }
        if (is("modern")) {
            out.println(result(
                    id, "\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
        } else if (!is("silent-on-probe")) {
            out.println(error(id, -32601, "no such method"));
        }
    }

    private void initialize(String id, String line) {
        initialized = line;
        boolean capable = !line.contains("\"capabilities\":{}");
        if (capable && is("exits-when-capable")) {
            System.exit(4);
        }
        if (capable && is("hangs-when-capable")) {
            return;
        }
        if (is("modern")) {
            out.println(error(id, -32601, "no such method"));
        } else {
            out.println("Listening on stdio, which is no JSON");
            out.println(result(
                    id,
                    "\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{},\"logging\":{},"
                            + "\"prompts\":{},\"resources\":{\"subscribe\":true}},\"instructions\":\"Be kind.\","
                            + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}"));
        }
    }

    private void list(String id, String line) {
        Map<String, String> named = new LinkedHashMap<>();
        listed.forEach(name -> named.put(name, tool(name)));
        moreFor(is("modern") ? line : initialized, named);
        StringBuilder tools = new StringBuilder(String.join(",", named.values()));
        if (is("odd-tools")) {
            tools.append(",{\"name\":7},{\"name\":\"no-schema\"},")
                    .append(tool("echo"))
                    .append(",{\"name\":\"big\",\"description\":\"")
                    .append("x".repeat(9000))
                    .append("\",\"inputSchema\":{\"type\":\"object\"}}")
                    .append(",{\"name\":\"annotated\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":")
                    .append("{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}}");
        }
        String next = "";
        if (is("endless-pages")) {
            next = ",\"nextCursor\":\"c" + id + "\"";
        } else if (is("circular-pages")) {
            next = ",\"nextCursor\":\"again\"";
        } else if (is("two-pages") && !line.contains("\"cursor\":\"p2\"")) {
            next = ",\"nextCursor\":\"p2\"";
        }
        out.println(
                result(id, "\"tools\":[" + (is("two-pages") && next.isEmpty() ? tool("last") : tools) + "]" + next));
    }

    /** The trait {@code more=FILE} names lines of a tool, what a client has to declare for it, and a description. */
    private void moreFor(String declared, Map<String, String> named) {
        for (String line : more().map(ScriptedServer::lines).orElse(List.of())) {
            String[] parts = line.split(" ");
            if (Arrays.stream(parts[1].split(",")).allMatch(one -> declared.contains("\"" + one + "\":{"))) {
                named.put(
                        parts[0],
                        "{\"name\":\"" + parts[0] + "\",\"description\":\"" + parts[2]
                                + "\",\"inputSchema\":{\"type\":\"object\"}}");
            }
        }
    }

    private Optional<Path> more() {
        return traits.stream()
                .filter(trait -> trait.startsWith("more="))
                .findFirst()
                .map(trait -> Path.of(trait.substring("more=".length())));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a file beside that of {@code more}. */
    private void note(String word) throws IOException {
        Optional<Path> more = more();
        if (more.isPresent()) {
            Files.writeString(
                    Path.of(more.get() + "." + word),
                    word + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static String tool(String name) {
        return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
    }

    private void call(String id, String tool, String line) {
        switch (tool) {
            case "echo" -> out.println(text(id, first(VALUE, line)));
            case "later" ->
                later.schedule(
                        () -> out.println(text(id, first(VALUE, line))), random.nextInt(60), TimeUnit.MILLISECONDS);
            case "whole" -> out.println(text(id, quoted(line)));
            case "initialized" -> out.println(text(id, quoted(initialized)));
            case "told" -> out.println(text(id, quoted(told.toString())));
            case "update" ->
                out.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
                        + first(VALUE, line) + "\"}}\n" + text(id, "ok"));
            case "elicit" ->
                later.execute(() -> out.println(text(id, quoted(ask("elicitation/create", first(VALUE, line))))));
            case "sample" -> later.execute(() -> out.println(text(id, quoted(ask("sampling/createMessage", "")))));
            case "elicit-at-once" -> later.execute(() -> out.println(text(id, quoted(askAtOnce()))));
            case "elicit-twice" ->
                later.submit(() -> {
                    String _ = ask("elicitation/create", "first");
                    givenUp.await();
                    return ask("elicitation/create", "late");
                });
            case "logs" ->
                out.println(log("debug", "detail") + "\n" + log("warning", "careful") + "\n" + text(id, "logged"));
            case "who" -> out.println(text(id, self));
            case "env" -> out.println(text(id, environment()));
            case "cancelled" -> out.println(text(id, cancelled));
            case "hang" -> {}
            case "crash" -> System.exit(9);
            case "stop-reading" -> {
                out.println(text(id, "deaf"));
                stayForever();
            }
            case "error" -> out.println(error(id, -32000, "it\\u0007failed"));
            case "asks" ->
                out.println(result(
                        id, "\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"roots/list\"}}"));
            case "odd-type" -> out.println(result(id, "\"resultType\":\"surprise\""));
            case "stripped" ->
                out.println(result(
                        id,
                        "\"resultType\":\"complete\",\"ttlMs\":5,\"cacheScope\":\"private\",\"content\":[],"
                                + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"s\"},\"mine\":1}"));
            case "wrong-ids" -> {
                out.println(text("999999", "not yours"));
                out.println("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{}}");
                out.println("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"x\"}}");
                out.println("[1,2");
                out.println("\u0000\u0001\u0002");
                out.println(text(id, "yours"));
            }
            case "pings" -> out.println("{\"jsonrpc\":\"2.0\",\"id\":\"p1\",\"method\":\"ping\"}\n" + text(id, "ok"));
            case "progress" -> {
                out.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                        + first(TOKEN, line) + ",\"progress\":1}}");
                out.println(text(id, "done"));
            }
            case "list-changed" -> {
                listed = List.of("fresh");
                out.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n" + text(id, "ok"));
            }
            case "endless-line" -> flood("x".repeat(1 << 16));
            case "endless-junk" -> flood("{\"jsonrpc\":\"2.0\",\"id\":424242,\"result\":{}}\n");
            case "stderr-flood" -> {
                String noise = "complaint \u001b[2J\n".repeat(1000);
                for (int i = 0; i < 200; i++) {
                    System.err.print(noise);
                }
                out.println(text(id, "complained"));
            }
            case "big" -> out.println(text(id, "y".repeat(5 << 20)));
            case "grandchildren" -> out.println(text(id, grandchildren(first(VALUE, line))));
            default -> out.println(error(id, -32602, "no such tool"));
        }
    }

    /** Asks the client and returns its whole answer. */
    private String ask(String method, String message) {
        out.println(question(method, message));
        return answer();
    }

    /** Asks for three things before it looks at any answer, and returns all answers in their order. */
    private String askAtOnce() {
        out.println(question("elicitation/create", "first") + "\n" + question("roots/list", "second") + "\n"
                + question("elicitation/create", "third"));
        return answer() + answer() + answer();
    }

    private String question(String method, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"ask-" + asked.incrementAndGet() + "\",\"method\":\"" + method
                + "\",\"params\":{\"message\":\"" + message + "\"}}";
    }

    private String answer() {
        try {
            return answers.take();
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private static String log(String level, String data) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"" + level
                + "\",\"data\":\"" + data + "\"}}";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private void flood(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        while (!out.checkError()) {
            out.write(bytes, 0, bytes.length);
        }
    }

    private static String environment() {
        StringBuilder names = new StringBuilder();
        for (Map.Entry<String, String> entry : new TreeMap<>(System.getenv()).entrySet()) {
            names.append(entry.getKey())
                    .append('=')
                    .append(entry.getKey().startsWith("GIVEN") ? entry.getValue() : "")
                    .append(' ');
        }
        return names.toString().replace("\\", "").replace("\"", "");
    }

    /** One in the group, one that left it; both print nothing and outlive this process unless somebody ends them. */
    private static String grandchildren(String seconds) {
        try {
            boolean both = new ProcessBuilder("sleep", seconds).start().isAlive()
                    && new ProcessBuilder("setsid", "sleep", seconds).start().isAlive();
            return both ? "started" : "ended at once";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String text(String id, String text) {
        return result(id, "\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]");
    }

    private static String result(String id, String members) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{" + members + "}}";
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}";
    }

    private static String first(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }
}
