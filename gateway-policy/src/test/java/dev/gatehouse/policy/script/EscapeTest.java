package dev.gatehouse.policy.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.FetchHttp.Response;
import dev.gatehouse.policy.script.ScriptRunner.Fault;
import dev.gatehouse.policy.script.ScriptRunner.Loaded;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import dev.gatehouse.policy.script.worker.Cell;
import dev.gatehouse.testkit.corpus.Escape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every attempt of the corpus against real workers, each beside a harmless script in the same process. None succeeds, each
 * ends as the corpus says, and the neighbour answers as before or, when the worker was ended, in the next one.
 */
class EscapeTest {
    private static final int ATTEMPTS_MIN = 60;
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Set<String> BOMBS = Set.of("time", "memory");

    private static final String CANARY = "canary-7f1c2f0f";
    private static final String SECRET = "s3cret-9d1a40c2";
    private static final String LISTED = "listed.example";

    /** Says what others could have changed. */
    private static final Script NEIGHBOUR = Script.of("neighbour.js", """
            async (ctx) => {
              const sorted = [3, 1, 2].map((x) => x * 2).sort((a, b) => a - b);
              const again = JSON.parse(JSON.stringify({ sorted, at: new Map([[1, "x"]]).get(1), like: /x+/.exec("axxb")[0] }));
              const foreign = [globalThis, {}, Object.prototype].flatMap((object) => Object.keys(object));
              return { action: "flag", reason: [again.sorted.join(), again.at, again.like, foreign.length, `${{}}`].join("|") };
            }
            """, false);

    private static final String NEIGHBOURLY = "2,4,6|x|xx|0|[object Object]";

    @TempDir
    private Path folder;

    private final AtomicInteger connections = new AtomicInteger();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private final ScriptSecrets secrets = new ScriptSecrets(Map.of("TOKEN", SECRET));
    private final Fetches fetches = new Fetches(Set.of(FetchOrigin.parse(LISTED).orElseThrow()), secrets, this::echoed);

    @Test
    void none_succeeds_and_no_neighbour_is_harmed() throws Exception {
        boolean atLength = Boolean.getBoolean("gatehouse.escapes");
        List<Escape> corpus = Escape.all().stream()
                .filter(escape -> atLength || !escape.isLong())
                .toList();
        assertThat(corpus).hasSizeGreaterThanOrEqualTo(ATTEMPTS_MIN);
        List<String> wrong = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Cell cell = new Cell()) {
            Thread.ofVirtual().start(() -> count(listener));
            Json context = context(listener.getLocalPort());
            for (Escape escape : corpus) {
                for (int rounds = BOMBS.contains(escape.kind()) ? 1 : 2; rounds > 0; rounds--) {
                    tried(cell, escape, context, wrong);
                }
            }
        }
        assertThat(wrong).as(() -> String.join("\n", wrong)).isEmpty();
        assertThat(connections).hasValue(0);
        assertThat(reached).containsExactly(LISTED);
    }

    private Json context(int port) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), CANARY);
        String variable = System.getenv().keySet().iterator().next();
        Json arguments = Json.object()
                .put("port", port)
                .put("file", file.toString())
                .put("variable", variable)
                .build();
        return ScriptContext.sample().with("arguments", arguments).with("secrets", secrets.placeholders());
    }

    private void tried(Cell cell, Escape escape, Json context, List<String> wrong) throws Exception {
        String end = end(cell, escape, context);
        if (!escape.ends().contains(end.split(" ", 2)[0])) {
            wrong.add(escape.name() + ": " + end + ", not " + escape.ends());
        }
        if (end.contains(CANARY) || end.contains(SECRET)) {
            wrong.add(escape.name() + ": told what it must not know: " + end);
        }
        var _ = cell.load(NEIGHBOUR);
        Ran neighbour = cell.run(NEIGHBOUR, context, PATIENT, ScriptFetch.NONE);
        if (!(ScriptAnswer.of(neighbour) instanceof ScriptAnswer.Flag(var reason)
                && reason.orElse("").equals(NEIGHBOURLY))) {
            wrong.add(escape.name() + ": harmed its neighbour: " + neighbour);
        }
    }

    /** How it ended, in the corpus's word, and more of it for people. */
    private String end(Cell cell, Escape escape, Json context) throws Exception {
        Script script =
                Script.of(escape.name(), escape.script(), escape.script().contains("fetch"));
        if (cell.load(script) instanceof Loaded.Wrong wrong) {
            return "unread " + wrong;
        }
        Ran ran = cell.run(script, context, BOMBS.contains(escape.kind()) ? SHORT : PATIENT, fetches);
        return switch (ScriptAnswer.of(ran)) {
            case ScriptAnswer.Deny _ -> "held " + ran;
            case ScriptAnswer.Nonsense _ when ran instanceof Ran.Failed(Fault fault, String _) -> word(fault) + ran;
            case ScriptAnswer.Nonsense _ -> "refused " + ran;
            default -> "succeeded " + ran;
        };
    }

    private static String word(Fault fault) {
        return switch (fault) {
            case THREW -> "threw ";
            case TIMEOUT, WORKER_LOST -> "timeout ";
            case UNSETTLED, ANSWER_TOO_LARGE, NO_JSON -> "refused ";
            case CONTEXT_TOO_LARGE, PAUSED, OVERLOADED, NO_WORKER -> "unasked ";
        };
    }

    /** A server that repeats what it is sent, behind the rules that the JDK's client has for headers. */
    private Response echoed(FetchHttp.Request request, URI url, Duration within) {
        HttpRequest.Builder checked = HttpRequest.newBuilder(url);
        request.headers().forEach(checked::header);
        var _ = checked.method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
                .build();
        reached.add(url.getAuthority());
        String echo = url.getPath() + request.body();
        return new Response(200, echo.getBytes(StandardCharsets.UTF_8));
    }

    private void count(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                listener.accept().close();
                connections.incrementAndGet();
            } catch (IOException _) {
                // Closed at the end of the test.
            }
        }
    }
}
