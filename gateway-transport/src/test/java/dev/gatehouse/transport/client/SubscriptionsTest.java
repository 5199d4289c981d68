package dev.gatehouse.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.Session;
import dev.gatehouse.transport.client.rpc.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a modern upstream is asked to tell of, when many begin to watch at once. */
class SubscriptionsTest {
    private static final UpstreamId ID = new UpstreamId("news");
    private static final int ROUNDS = 50;
    private static final int WATCHERS = 32;

    @Test
    void the_last_word_names_all_that_is_watched() throws Exception {
        try (Waits waits = Waits.start(System::nanoTime)) {
            for (int round = 0; round < ROUNDS; round++) {
                Told upstream = new Told();
                Subscriptions subscriptions = new Subscriptions(waits, () -> Optional.of(upstream));
                watchAtOnce(subscriptions, upstream);
                assertThat(upstream.last).hasSize(WATCHERS);
            }
        }
    }

    private static void watchAtOnce(Subscriptions subscriptions, Session upstream) throws InterruptedException {
        CountDownLatch together = new CountDownLatch(1);
        List<Thread> watchers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            Permit permit = Permits.of(ID, Verb.SUBSCRIBE, Primitive.RESOURCE, "news:///" + i, "{}", Permits.can("{}"));
            watchers.add(Thread.startVirtualThread(() -> {
                try {
                    together.await();
                    UpstreamCall _ = subscriptions.open(upstream, permit, Session.Over.NOBODY);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        together.countDown();
        for (Thread watcher : watchers) {
            watcher.join();
        }
    }

    /** A modern upstream that only remembers what it was last asked to tell of. */
    private static final class Told implements Session {
        private volatile Set<Topic> last = Set.of();

        @Override
        public Introduction introduction() {
            return new Introduction(ProtocolVersion.LATEST, Permits.json("{\"resources\":{\"subscribe\":true}}"), "");
        }

        @Override
        public void follow(Set<Topic> topics, Listening.Begun begun) {
            last = topics;
            begun.begun(Set.of());
        }

        @Override
        public boolean tellsWhoIsAsked() {
            return true;
        }

        @Override
        public UpstreamCall open(Permit permit, Optional<String> state, Over over) {
            throw new AssertionError("modern subscriptions are no calls");
        }

        @Override
        public UpstreamReply ask(String method, Json params, Deadline deadline) {
            throw new AssertionError(method);
        }

        @Override
        public void send(String method, Json params) {
            throw new AssertionError(method);
        }

        @Override
        public Dialect dialect() {
            throw new AssertionError("nothing is said");
        }

        @Override
        public Optional<String> failure() {
            return Optional.empty();
        }

        @Override
        public long dropped() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
