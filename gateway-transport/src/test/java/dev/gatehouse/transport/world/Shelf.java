package dev.gatehouse.transport.world;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What the upstream of a test offers: two tools and a resource, until the test puts something else there. */
public final class Shelf implements Catalog {
    public static final String RESOURCE = "file:///notes/";

    private final AtomicLong version = new AtomicLong(1);
    private volatile Listing listing = listing("echo", "fail");

    /** Offers exactly these tools. */
    public void tools(String... names) {
        listing = listing(names);
        version.incrementAndGet();
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public Listing listing(UpstreamId upstream) {
        return listing;
    }

    private static Listing listing(String... names) {
        List<Definition> tools = new ArrayList<>();
        for (String name : names) {
            tools.add(Definition.tool(name, definition(name)));
        }
        Json notes = Mcp.read("{\"uri\":\"" + RESOURCE + "\",\"name\":\"notes\"}");
        Offering offering = new Offering(
                Map.of(
                        Primitive.TOOL,
                        tools,
                        Primitive.RESOURCE,
                        List.of(new Definition(Primitive.RESOURCE, RESOURCE, notes))),
                Mcp.read("{\"tools\":{},\"resources\":{\"subscribe\":true},\"logging\":{}}"),
                "");
        return new Listing(offering, Listing.Health.READY, "");
    }

    private static Json definition(String name) {
        return Mcp.read("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\",\"properties\":"
                + "{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
                + "\"count\":{\"type\":\"integer\",\"x-mcp-header\":\"Count\"}}}}");
    }
}
