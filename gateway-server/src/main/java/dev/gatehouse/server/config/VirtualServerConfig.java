package dev.gatehouse.server.config;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
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
            @Doc("What stands before each name of a tool or a prompt; left out: the upstream's name.")
            Optional<String> prefix,

            @Doc("Which tools are published, by the upstream's own names. Where this narrows them, prompts and"
                    + " resources are published only as `prompts` and `resources` say.")
            ChoiceConfig tools,

            @Doc("Which prompts are published, by the upstream's own names.")
            ChoiceConfig prompts,

            @Doc("Which resources and resource templates are published, by URI or URI template.")
            ChoiceConfig resources,

            @Doc("What clients read of single tools in place of the upstream's words, by the upstream's own names."
                    + " Policies judge what the upstream says.")
            @Keys(KeyKind.ANY)
            Map<String, OverrideConfig> overrides) {}

    /** Published is what one of {@code allow} matches and none of {@code deny}. */
    public record ChoiceConfig(
            @Doc("What to publish; left out: all.") Optional<List<Glob>> allow,

            @Doc("What not to publish, whatever `allow` says.")
            List<Glob> deny) {

        boolean isNarrowed() {
            return allow.isPresent() || !deny.isEmpty();
        }
    }

    /** What is said differently of one tool. */
    public record OverrideConfig(
            @Doc("Its title.") Optional<String> title,
            @Doc("Its description.") Optional<String> description,
            @Doc("The hint that it changes nothing.") Optional<Boolean> readOnlyHint,
            @Doc("The hint that it may destroy something.") Optional<Boolean> destructiveHint,

            @Doc("The hint that calling it twice is like calling it once.")
            Optional<Boolean> idempotentHint,

            @Doc("The hint that it reaches beyond its own server.")
            Optional<Boolean> openWorldHint) {}
}
