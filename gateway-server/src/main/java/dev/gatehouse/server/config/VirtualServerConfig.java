package dev.gatehouse.server.config;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A choice of tools from several upstreams at one URL. */
public record VirtualServerConfig(
        @Doc("`prefixed`: a tool is named `<prefix>_<its own name>`. `original`: its own name, and of two tools with"
                + " one name neither is published.")
        @Default("prefixed")
        Naming names,

        @Doc("What a model is told about this server as a whole.") @Default("")
        String instructions,

        @Doc("The upstreams it draws from, by their names, in the order of its lists.")
        Map<String, ShareConfig> upstreams) {

    /** Where public names come from. */
    public enum Naming {
        PREFIXED,
        ORIGINAL
    }

    /** One upstream's part in a virtual server. */
    public record ShareConfig(
            @Doc("What stands before each name; left out: the upstream's name.")
            Optional<String> prefix,

            @Doc("Which tools are published, by the upstream's own names.")
            ToolsConfig tools) {}

    /** Published is what one of {@code allow} matches and none of {@code deny}. */
    public record ToolsConfig(
            @Doc("Tools to publish; left out: all.") Optional<List<Glob>> allow,

            @Doc("Tools not to publish, whatever `allow` says.")
            List<Glob> deny) {}
}
