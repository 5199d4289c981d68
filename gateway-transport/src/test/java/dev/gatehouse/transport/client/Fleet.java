package dev.gatehouse.transport.client;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.wire.ByteBudget;
import dev.gatehouse.transport.wire.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A whole fleet for a test, with a store in memory. */
public final class Fleet implements AutoCloseable {
    public static final UpstreamId ID = new UpstreamId("files");

    public final Map<String, Offering> stored = new ConcurrentHashMap<>();
    public final List<String> changes = new CopyOnWriteArrayList<>();
    public final UpstreamFleet fleet;
    private final EventLoops loops = EventLoops.start(2);
    public final ByteBudget budget;
    private final AtomicLong aheadNanos = new AtomicLong();

    public Fleet(Path dataDir) {
        this(dataDir, FleetSettings.REFRESH_MAX);
    }

    public Fleet(Path dataDir, Duration refreshEvery) {
        this(dataDir, refreshEvery, 64 << 20);
    }

    public Fleet(Path dataDir, Duration refreshEvery, long budgetBytes) {
        budget = new ByteBudget(budgetBytes);
        Clocks clocks = new Clocks(Clocks.SYSTEM.wall(), () -> System.nanoTime() + aheadNanos.get());
        FleetSettings settings =
                new FleetSettings(dataDir, List.of(), FleetSettings.CHILDREN_MAX, refreshEvery, clocks);
        fleet = new UpstreamFleet(
                loops,
                new MemoryStore(),
                (id, state, detail) -> changes.add(id + " " + state + " " + detail),
                new Implementation("gatehouse", "test"),
                settings,
                budget);
    }

    public static UpstreamSpec.Stdio stdio(UpstreamId id, String... traits) {
        return stdio(id, UpstreamSpec.Limits.DEFAULT, Map.of("GIVEN_KEY", "s3cret-value-1"), traits);
    }

    public static UpstreamSpec.Stdio stdio(
            UpstreamId id, UpstreamSpec.Limits limits, Map<String, String> environment, String... traits) {
        return new UpstreamSpec.Stdio(
                id,
                String.join(",", traits) + limits,
                limits,
                ScriptedServer.command(traits),
                environment,
                "",
                UpstreamSpec.Isolation.PROCESS,
                UpstreamSpec.Protocol.AUTO);
    }

    public Fleet adopt(UpstreamSpec... specs) {
        Map<UpstreamId, UpstreamSpec> all = new LinkedHashMap<>();
        for (UpstreamSpec spec : specs) {
            all.put(spec.id(), spec);
        }
        fleet.adopt(all);
        return this;
    }

    /** And nothing of the gateway's own is under way. */
    public Fleet untilReady(UpstreamId... ids) {
        for (UpstreamId id : ids) {
            eventually(() -> {
                assertThat(fleet.listing(id).health()).as(id + " is ready").isEqualTo(Health.READY);
                assertThat(Thread.getAllStackTraces().keySet())
                        .as(id + " is listed as every sort of client")
                        .extracting(Thread::getName)
                        .doesNotContain("gatehouse-lists-" + id);
            });
        }
        return this;
    }

    public UpstreamStatus status(UpstreamId id) {
        return fleet.status().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public UpstreamCall open(Permit permit) {
        return fleet.find(permit.operation().target().upstream()).orElseThrow().open(permit);
    }

    public UpstreamReply call(UpstreamId id, String tool, String arguments) {
        return call(Permits.of(id, tool, arguments), WAIT_MAX);
    }

    public UpstreamReply call(Permit permit, Duration patience) {
        try (UpstreamCall call = open(permit)) {
            return done(call, patience);
        }
    }

    /** What the call asks next. */
    public static List<InputRequest> asked(UpstreamCall call) {
        UpstreamEvent event = call.next(in(WAIT_MAX));
        assertThat(event).isInstanceOf(UpstreamEvent.Asked.class);
        return ((UpstreamEvent.Asked) event).requests();
    }

    /** What the call ends with, which has nothing to say before. */
    public static UpstreamReply done(UpstreamCall call) {
        return done(call, WAIT_MAX);
    }

    private static UpstreamReply done(UpstreamCall call, Duration patience) {
        UpstreamEvent event = call.next(in(patience));
        assertThat(event).isInstanceOf(UpstreamEvent.Done.class);
        return ((UpstreamEvent.Done) event).reply();
    }

    /** The text of a result, or the whole reply when it is none. */
    public String text(UpstreamId id, String tool, String arguments) {
        return textOf(call(id, tool, arguments));
    }

    public static String textOf(UpstreamReply reply) {
        return reply instanceof UpstreamReply.Complete complete
                ? complete.result().member("content").map(Json::elements).orElse(List.of()).stream()
                        .findFirst()
                        .flatMap(part -> part.text("text"))
                        .orElse(complete.result().toString())
                : reply.toString();
    }

    /** Lets this much time pass at once. */
    public void pass(Duration time) {
        aheadNanos.addAndGet(time.toNanos());
    }

    public static Deadline in(Duration time) {
        return Deadline.in(time, System.nanoTime());
    }

    @Override
    public void close() {
        fleet.close();
        loops.close();
    }

    private final class MemoryStore implements CatalogStore {
        @Override
        public Optional<Offering> load(UpstreamId upstream, String digest) {
            return Optional.ofNullable(stored.get(upstream + "/" + digest));
        }

        @Override
        public void save(UpstreamId upstream, String digest, Offering offering) {
            stored.put(upstream + "/" + digest, offering);
        }
    }
}
