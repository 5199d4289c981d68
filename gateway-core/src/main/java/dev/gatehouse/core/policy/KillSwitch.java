package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Optional;

/**
 * What an administrator can stop at once, by the name it has in the configuration. Nothing says that the configuration
 * names it: a switch outlives every reload.
 */
public sealed interface KillSwitch {
    int TOOL_CHARS_MAX = 256;

    /** Where a finding of any switch comes from. */
    StageId STAGE = new StageId("kill-switch");

    /** Everything an agent does, on its own or for a person. */
    record OfAgent(AgentName agent) implements KillSwitch {
        @Override
        public String kind() {
            return "agent";
        }

        @Override
        public String name() {
            return agent.value();
        }
    }

    /** Everything a bundle governs; no other bundle takes its place. */
    record OfBundle(BundleName bundle) implements KillSwitch {
        @Override
        public String kind() {
            return "bundle";
        }

        @Override
        public String name() {
            return bundle.value();
        }
    }

    /** Everything that would go to an upstream. */
    record OfUpstream(UpstreamId upstream) implements KillSwitch {
        @Override
        public String kind() {
            return "upstream";
        }

        @Override
        public String name() {
            return upstream.value();
        }
    }

    /** A tool of one virtual server, by the name it has there: {@code engineering/files_read_file}. */
    record OfTool(ServerName server, String tool) implements KillSwitch {
        @Override
        public String kind() {
            return TOOL;
        }

        @Override
        public String name() {
            return server + "/" + tool;
        }
    }

    /** A tool of one upstream wherever it is published, by the upstream's own name: {@code upstream:files/read_file}. */
    record OfUpstreamTool(UpstreamId upstream, String tool) implements KillSwitch {
        @Override
        public String kind() {
            return TOOL;
        }

        @Override
        public String name() {
            return UPSTREAM_PREFIX + upstream + "/" + tool;
        }
    }

    String TOOL = "tool";
    String UPSTREAM_PREFIX = "upstream:";

    String kind();

    /** With {@link #kind} what {@link #of} reads. */
    String name();

    /** The switch of this kind and name; empty when there can be none. */
    static Optional<KillSwitch> of(String kind, String name) {
        if (kind.equals(TOOL)) {
            return tool(name);
        }
        if (!Names.isSlug(name)) {
            return Optional.empty();
        }
        return switch (kind) {
            case "agent" -> Optional.of(new OfAgent(new AgentName(name)));
            case "bundle" -> Optional.of(new OfBundle(new BundleName(name)));
            case "upstream" -> Optional.of(new OfUpstream(new UpstreamId(name)));
            default -> Optional.empty();
        };
    }

    private static Optional<KillSwitch> tool(String name) {
        boolean everywhere = name.startsWith(UPSTREAM_PREFIX);
        String path = everywhere ? name.substring(UPSTREAM_PREFIX.length()) : name;
        int slash = path.indexOf('/');
        if (slash < 0 || !Names.isSlug(path.substring(0, slash))) {
            return Optional.empty();
        }
        String owner = path.substring(0, slash);
        String tool = path.substring(slash + 1);
        if (tool.isEmpty() || tool.length() > TOOL_CHARS_MAX || tool.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        return Optional.of(
                everywhere ? new OfUpstreamTool(new UpstreamId(owner), tool) : new OfTool(new ServerName(owner), tool));
    }

    /** Kind and name, as people write them. */
    default String text() {
        return kind() + " " + name();
    }

    default Finding finding() {
        return new Finding(STAGE, new Decision.Deny(told()).word(), told());
    }

    /** What callers read, and the trail: which switch it was, and nothing of why it was thrown. */
    default String told() {
        return "The " + text() + " was switched off by an administrator.";
    }
}
