package dev.gatehouse.policy.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.policy.budget.PriceList.ToolPrice;
import dev.gatehouse.policy.count.Callers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {
    private static final PriceList PRICES = new PriceList(
            List.of(
                    tool("engineering", "gh_search*", 5),
                    tool("engineering", "gh_*", 3),
                    tool("engineering", "free_*", 0),
                    tool("sales", "*", 9)),
            Map.of(new UpstreamId("gh"), new Usd(2), new UpstreamId("free"), new Usd(7)));

    @ParameterizedTest
    @CsvSource({
        // server, verb, kind, upstream, name, price
        "engineering, CALL, TOOL, gh, search_code, 5",
        "engineering, CALL, TOOL, gh, get, 3",
        "engineering, CALL, TOOL, free, any, 0",
        "sales, CALL, TOOL, other, any, 9",
        "ops, CALL, TOOL, gh, get, 2",
        "ops, CALL, TOOL, other, any, 0",
        "engineering, GET, PROMPT, gh, search_p, 2",
        "engineering, READ, RESOURCE, gh, search_r, 2",
        "engineering, COMPLETE, PROMPT, gh, p, 0",
        "engineering, SUBSCRIBE, RESOURCE, gh, r, 0",
        "engineering, GET_TASK, TOOL, gh, get, 0",
        "engineering, UPDATE_TASK, TOOL, gh, get, 0",
        "engineering, CANCEL_TASK, TOOL, gh, get, 0",
        "engineering, WATCH_TASK, TOOL, gh, get, 0",
    })
    void the_first_price_of_a_tool_counts_and_then_its_upstreams(
            String server, Verb verb, Primitive kind, String upstream, String name, long micros) {
        assertThat(PRICES.of(new ServerName(server), Callers.operation(verb, kind, upstream, name)))
                .isEqualTo(new Usd(micros));
    }

    private static ToolPrice tool(String server, String glob, long micros) {
        return new ToolPrice(new ServerName(server), new Glob(glob), new Usd(micros));
    }
}
