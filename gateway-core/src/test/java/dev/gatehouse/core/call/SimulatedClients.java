package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Clients that call, come back with what they were given, and sometimes with what they were not. */
final class SimulatedClients {
    private static final int ENTRIES = 4;
    private static final RequestMeta META =
            RequestMeta.of(ProtocolVersion.LATEST).with(ClientCapabilities.NONE.withTasks(true));

    enum State {
        NONE,
        GOOD,
        FORGED,
        FOREIGN,
        OTHER_ARGUMENTS,
        REPLAYED,
        EXPIRED
    }

    /** What a client wants, before it is a request. */
    record Wish(McpRequest.Targeted request, String agent) {}

    record Attempt(McpRequest.Targeted request, String agent, State state) {
        boolean member() {
            return !agent.equals("out");
        }

        boolean unknown() {
            return request.name().contains("nowhere");
        }

        boolean mustFail() {
            return state != State.NONE && state != State.GOOD;
        }
    }

    private record Began(String task, String agent) {}

    private record Ticket(Wish wish, String state, List<String> keys, long givenAt) {}

    private final Random random;
    private final List<Ticket> tickets = new ArrayList<>();
    private final List<Ticket> used = new ArrayList<>();
    private final List<Began> tasks = new ArrayList<>();

    SimulatedClients(Random random) {
        this.random = random;
    }

    void asked(Attempt attempt, Json result, long now) {
        List<String> keys = new ArrayList<>(result.member("inputRequests")
                .map(requests -> requests.members().keySet())
                .orElse(java.util.Set.of()));
        tickets.add(new Ticket(
                new Wish(attempt.request(), attempt.agent()),
                result.text("requestState").orElseThrow(),
                keys,
                now));
    }

    void began(Attempt attempt, String task) {
        tasks.add(new Began(task, attempt.agent()));
    }

    Attempt next(int n, long now) {
        if (!tasks.isEmpty() && random.nextInt(8) == 0) {
            return onTask(tasks.get(random.nextInt(tasks.size())));
        }
        if (!used.isEmpty() && random.nextInt(20) == 0) {
            Ticket again = used.get(random.nextInt(used.size()));
            return retry(again, State.REPLAYED, again.wish().agent(), again.state(), n);
        }
        if (!tickets.isEmpty() && random.nextInt(3) != 0) {
            return comeBack(n, now);
        }
        String agent = random.nextInt(5) == 0 ? "out" : "in";
        return new Attempt(request(n, Retry.NONE), agent, State.NONE);
    }

    private Attempt onTask(Began began) {
        return switch (random.nextInt(6)) {
            case 0 -> new Attempt(onTask("x" + began.task()), began.agent(), State.FORGED);
            case 1 -> new Attempt(onTask(began.task()), "also-in", State.FOREIGN);
            default -> new Attempt(onTask(began.task()), began.agent(), State.GOOD);
        };
    }

    private McpRequest.OnTask onTask(String id) {
        return switch (random.nextInt(4)) {
            case 0 -> new McpRequest.TaskUpdate(id, Map.of("k", Json.EMPTY_OBJECT), META);
            case 1 -> new McpRequest.TaskCancel(id, META);
            default -> new McpRequest.TaskGet(id, META);
        };
    }

    private Attempt comeBack(int n, long now) {
        Ticket ticket = tickets.get(random.nextInt(tickets.size()));
        String agent = ticket.wish().agent();
        switch (random.nextInt(10)) {
            case 0 -> {
                return retry(ticket, State.FORGED, agent, "x" + ticket.state(), n);
            }
            case 1 -> {
                return retry(ticket, State.FOREIGN, "also-in", ticket.state(), n);
            }
            case 2 -> {
                var other = new McpRequest.ToolCall(
                        ticket.wish().request().name() + "x",
                        Json.object().put("other", n).build(),
                        retry(ticket, ticket.state()),
                        META);
                return new Attempt(other, agent, State.OTHER_ARGUMENTS);
            }
            default -> {
                tickets.remove(ticket);
                boolean expired = now - ticket.givenAt() >= ParkedCalls.WAIT_MAX.toNanos();
                if (!expired) {
                    used.add(ticket);
                }
                return retry(ticket, expired ? State.EXPIRED : State.GOOD, agent, ticket.state(), n);
            }
        }
    }

    private Attempt retry(Ticket ticket, State kind, String agent, String state, int n) {
        McpRequest.Targeted request = with(ticket.wish().request(), retry(ticket, state));
        return new Attempt(request, agent, kind);
    }

    private Retry retry(Ticket ticket, String state) {
        Map<String, Json> answers = new HashMap<>();
        ticket.keys().stream()
                .filter(key -> random.nextInt(6) != 0)
                .forEach(key -> answers.put(key, Json.EMPTY_OBJECT));
        answers.put("extra", Json.EMPTY_OBJECT);
        return new Retry(Optional.of(state), answers);
    }

    private static McpRequest.Targeted with(McpRequest.Targeted request, Retry retry) {
        return switch (request) {
            case McpRequest.ToolCall call -> new McpRequest.ToolCall(call.name(), call.arguments(), retry, call.meta());
            case McpRequest.PromptGet get -> new McpRequest.PromptGet(get.name(), get.arguments(), retry, get.meta());
            case McpRequest.ResourceRead read -> new McpRequest.ResourceRead(read.name(), retry, read.meta());
            default -> request;
        };
    }

    private McpRequest.Targeted request(int n, Retry retry) {
        String number = random.nextInt(10) == 0 ? "nowhere" : String.valueOf(random.nextInt(ENTRIES));
        Json arguments = Json.object().put("n", n).put("secret", "s" + n).build();
        return switch (random.nextInt(10)) {
            case 0, 1 -> new McpRequest.PromptGet("up_p" + number, arguments, retry, META);
            case 2 -> new McpRequest.ResourceRead("r:///" + number, retry, META);
            case 3 -> new McpRequest.ResourceRead(number.equals("nowhere") ? "nowhere:/" : "t:///" + n, retry, META);
            case 4 -> new McpRequest.Complete(Primitive.PROMPT, "up_p" + number, Json.EMPTY_OBJECT, META);
            case 5 -> new McpRequest.Subscribe("r:///" + number, META);
            default -> new McpRequest.ToolCall("up_t" + number, arguments, retry, META);
        };
    }

    static Catalog catalog() {
        Map<Primitive, List<Definition>> entries = new EnumMap<>(Primitive.class);
        for (int i = 0; i < ENTRIES; i++) {
            add(entries, Primitive.TOOL, "t" + i);
            add(entries, Primitive.PROMPT, "p" + i);
            add(entries, Primitive.RESOURCE, "r:///" + i);
        }
        add(entries, Primitive.TEMPLATE, "t:///{n}");
        Json capabilities = Street.json("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
        Listing listing = new Listing(new Offering(entries, capabilities, ""), Listing.Health.READY, "");
        return new Catalog() {
            @Override
            public long version() {
                return 1;
            }

            @Override
            public Listing listing(UpstreamId upstream) {
                return listing;
            }
        };
    }

    private static void add(Map<Primitive, List<Definition>> entries, Primitive kind, String name) {
        Json json = Json.object().put(kind.key(), name).build();
        entries.computeIfAbsent(kind, _ -> new ArrayList<>()).add(new Definition(kind, name, json));
    }
}
