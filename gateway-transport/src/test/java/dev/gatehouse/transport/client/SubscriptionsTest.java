package dev.gatehouse.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.testkit.wait.Eventually;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Listening;
import dev.gatehouse.transport.client.rpc.Session;
import dev.gatehouse.transport.client.rpc.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What upstreams are asked to tell of, when many come and go at once. */
class SubscriptionsTest {
    private static final UpstreamId ID = new UpstreamId("news");
    private static final String RESOURCE = "news:///today";
    private static final Deadline SOON = Deadline.in(Duration.ofSeconds(30), System.nanoTime());
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

    @Test
    void who_comes_while_the_last_one_leaves_is_told_all_the_same() throws Exception {
        try (Waits waits = Waits.start(System::nanoTime)) {
            Legacy upstream = new Legacy();
            Subscriptions subscriptions = new Subscriptions(waits, () -> Optional.of(upstream));
            subscribe(subscriptions, upstream);
            subscriptions.release(new Topic.Resource(RESOURCE));
            Thread next = Thread.startVirtualThread(() -> subscribe(subscriptions, upstream));
            Eventually.until(
                    "the next one waits, or has not waited",
                    () -> next.getState() == Thread.State.TIMED_WAITING || !next.isAlive());
            upstream.answers.countDown();
            next.join();
            assertThat(upstream.done)
                    .containsExactly("resources/subscribe", "resources/unsubscribe", "resources/subscribe");
        }
    }

    @Test
    void a_resource_that_somebody_is_about_to_watch_is_not_given_up() {
        try (Waits waits = Waits.start(System::nanoTime)) {
            Legacy upstream = new Legacy();
            upstream.answers.countDown();
            Subscriptions subscriptions = new Subscriptions(waits, () -> Optional.of(upstream));
            UpstreamCall first = subscriptions.open(upstream, permit(RESOURCE), Session.Over.NOBODY);
            UpstreamCall second = subscriptions.open(upstream, permit(RESOURCE), Session.Over.NOBODY);
            var _ = first.next(SOON);
            subscriptions.release(new Topic.Resource(RESOURCE));
            var _ = second.next(SOON);
            subscriptions.release(new Topic.Resource(RESOURCE));
            Eventually.until("it is given up", () -> upstream.done.contains("resources/unsubscribe"));
            assertThat(upstream.done)
                    .containsExactly("resources/subscribe", "resources/subscribe", "resources/unsubscribe");
        }
    }

    private static void subscribe(Subscriptions subscriptions, Session upstream) {
        var _ = subscriptions
                .open(upstream, permit(RESOURCE), Session.Over.NOBODY)
                .next(SOON);
    }

    private static Permit permit(String uri) {
        return Permits.of(ID, Verb.SUBSCRIBE, Primitive.RESOURCE, uri, "{}", Permits.can("{}"));
    }

    private static void watchAtOnce(Subscriptions subscriptions, Session upstream) throws InterruptedException {
        CountDownLatch together = new CountDownLatch(1);
        List<Thread> watchers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            Permit permit = permit("news:///" + i);
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
    private static final class Told extends Said {
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
    }

    /** A legacy upstream that answers no {@code resources/unsubscribe} before it is let. */
    private static final class Legacy extends Said {
        final CountDownLatch answers = new CountDownLatch(1);
        final List<String> done = new CopyOnWriteArrayList<>();

        @Override
        public Introduction introduction() {
            return new Introduction(
                    ProtocolVersion.V2025_11_25, Permits.json("{\"resources\":{\"subscribe\":true}}"), "");
        }

        @Override
        public UpstreamCall open(Permit permit, Optional<String> state, Over over) {
            done.add(permit.spend().verb().method());
            return new EndedCall(new UpstreamReply.Complete(Json.EMPTY_OBJECT));
        }

        @Override
        public UpstreamReply ask(String method, Json params, Deadline deadline) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            done.add(method);
            return new UpstreamReply.Complete(Json.EMPTY_OBJECT);
        }

        @Override
        public Dialect dialect() {
            return new Dialect(ProtocolVersion.V2025_11_25, new Implementation("gatehouse", "test"));
        }
    }

    /** What no test here wants to hear. */
    private abstract static class Said implements Session {
        @Override
        public void follow(Set<Topic> topics, Listening.Begun begun) {
            throw new AssertionError(topics);
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
