package dev.gatehouse.bench;

import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.mcp.Speech;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Legacy sessions in any number, spread over as many agents as it takes. */
final class LegacyCrowd {
    /** One principal may have that many live sessions. */
    private static final int SESSIONS_PER_AGENT = 32;

    private static final int AT_ONCE = 32;
    private static final Duration READ_WAIT_MAX = Duration.ofSeconds(60);

    private final GatewayUnderTest gateway;
    private final List<String> tokens = new ArrayList<>();

    /** One step of one session. */
    @FunctionalInterface
    interface Step {
        void take(Speech.Legacy session) throws IOException;
    }

    LegacyCrowd(GatewayUnderTest gateway, int sessionsMax)
            throws IOException, InterruptedException, JsonSyntaxException {
        this.gateway = gateway;
        for (int agent = 0; agent < agents(sessionsMax); agent++) {
            tokens.add(gateway.token(agent(agent)));
        }
    }

    /** What the file has to say of agents for so many sessions. */
    static String agents(String bundle, int sessionsMax) {
        return IntStream.range(0, agents(sessionsMax))
                .mapToObj(number -> "  " + agent(number) + ": { bundle: " + bundle + " }\n")
                .collect(Collectors.joining());
    }

    private static int agents(int sessions) {
        return (sessions + SESSIONS_PER_AGENT - 1) / SESSIONS_PER_AGENT;
    }

    private static String agent(int number) {
        return "agent" + number;
    }

    /** Initializes that many, each on a connection that is closed again. */
    List<Speech.Legacy> open(int count) throws IOException, InterruptedException {
        List<Speech.Legacy> sessions = IntStream.range(0, count)
                .mapToObj(number -> new Speech.Legacy(gateway.path(), tokens.get(number / SESSIONS_PER_AGENT)))
                .toList();
        each(sessions, session -> {
            try (HttpConnection connection = connect(0)) {
                session.greet(connection);
            }
        });
        return sessions;
    }

    /** A stream of news for each; back when the gateway has them all. */
    List<HttpConnection> stand(List<Speech.Legacy> sessions) throws IOException, InterruptedException {
        Queue<HttpConnection> connections = new ConcurrentLinkedQueue<>();
        each(sessions, session -> {
            HttpConnection connection = connect(0);
            connections.add(connection);
            int status = session.stand(connection).status();
            if (status != 200) {
                throw new IOException("no stream: " + status);
            }
        });
        awaitStreams(sessions.size());
        return List.copyOf(connections);
    }

    /** @param receiveBytes what the kernel may hold for a client that does not read; 0 leaves that to it */
    HttpConnection connect(int receiveBytes) throws IOException {
        return HttpConnection.open(gateway.port(), READ_WAIT_MAX, receiveBytes);
    }

    void awaitStreams(int count) throws IOException, InterruptedException {
        long until = System.nanoTime() + READ_WAIT_MAX.toNanos();
        while (gateway.metric("gatehouse_streams_open", "") != count) {
            if (System.nanoTime() > until) {
                throw new IOException("there are not " + count + " streams open");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Several at a time. */
    static void each(List<Speech.Legacy> sessions, Step step) throws IOException, InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> steps = new ArrayList<>();
            for (Speech.Legacy session : sessions) {
                steps.add(workers.submit(() -> {
                    step.take(session);
                    return session;
                }));
            }
            for (Future<?> taken : steps) {
                taken.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a session failed", e.getCause());
        }
    }
}
