package dev.gatehouse.server.config;

import dev.gatehouse.core.json.JsonPointer;
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
        Map<String, ShareConfig> upstreams,

        @Doc("The tools `search` and `fetch` that deep research of ChatGPT expects, each standing for a tool of one of"
                + " the upstreams. Policies judge that tool, under its own public name.")
        FacadeConfig facade) {

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

    /** The two tools of deep research. */
    public record FacadeConfig(
            @Doc("`search` takes a `query` and lists what was found.")
            Optional<SearchConfig> search,

            @Doc("`fetch` takes the `id` of something found and gives the whole of it.")
            Optional<FetchConfig> fetch) {}

    /** The tool behind {@code search}. */
    public record SearchConfig(
            @Doc("The upstream; one of this virtual server's.")
            String upstream,

            @Doc("Its tool, by the upstream's own name.") String tool,

            @Doc("The tool's argument that takes the query.") @Default("query")
            String argument,

            @Doc("Where the tool's answer holds the list, as a JSON pointer.") @Default("/results")
            JsonPointer results,

            @Doc("Where an element of the list holds its id.") @Default("/id")
            JsonPointer id,

            @Doc("Where it holds its title.") @Default("/title")
            JsonPointer title,

            @Doc("Where it holds its address; needed for citations.") @Default("/url")
            JsonPointer url) {}

    /** The tool behind {@code fetch}. */
    public record FetchConfig(
            @Doc("The upstream; one of this virtual server's.")
            String upstream,

            @Doc("Its tool, by the upstream's own name.") String tool,

            @Doc("The tool's argument that takes the id.") @Default("id")
            String argument,

            @Doc("Where the tool's answer holds the id, as a JSON pointer.") @Default("/id")
            JsonPointer id,

            @Doc("Where it holds the title.") @Default("/title")
            JsonPointer title,

            @Doc("Where it holds the address; needed for citations.") @Default("/url")
            JsonPointer url,

            @Doc("Where it holds the text; without such a place the whole first text block is it.") @Default("/text")
            JsonPointer text) {}
}
