package dev.gatehouse.policy.budget;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.Operation;
import java.util.List;
import java.util.Map;

/**
 * What calls cost. A tool's price is the first in the list that matches; where none does, and for prompts and
 * resources, it is its upstream's; what has no price is free.
 *
 * @param upstreams for one call of anything there
 */
public record PriceList(List<ToolPrice> tools, Map<UpstreamId, Usd> upstreams) {
    public static final PriceList FREE = new PriceList(List.of(), Map.of());

    public PriceList {
        tools = List.copyOf(tools);
        upstreams = Map.copyOf(upstreams);
    }

    /** @param tools of the virtual server, by the names they have there */
    public record ToolPrice(ServerName server, Glob tools, Usd price) {
        boolean isOf(ServerName calledAt, String tool) {
            return server.equals(calledAt) && tools.matches(tool);
        }
    }

    /** What a call takes that begins with this. */
    Usd of(ServerName server, Operation operation) {
        return switch (operation.verb()) {
            case CALL, GET, READ -> priced(server, operation);
            case COMPLETE, SUBSCRIBE, GET_TASK, UPDATE_TASK, CANCEL_TASK, WATCH_TASK -> Usd.ZERO;
        };
    }

    private Usd priced(ServerName server, Operation operation) {
        if (operation.target().kind() == Primitive.TOOL) {
            for (ToolPrice price : tools) {
                if (price.isOf(server, operation.target().publicName())) {
                    return price.price();
                }
            }
        }
        return upstreams.getOrDefault(operation.target().upstream(), Usd.ZERO);
    }
}
