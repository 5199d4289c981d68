package dev.gatehouse.server.cases;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import java.util.List;
import java.util.Optional;

/** One call of a script, and what must come of it. */
public record Case(
        @Doc("What it shows.") String name,

        @Doc("What matters of the context; the rest is filled in.")
        Optional<Json> ctx,

        @Doc("What others answer, in this order; nothing goes over a network.")
        List<Played> fetch,

        @Doc("What the script has to answer.") Expected expect) {

    /** The answer to one fetch. Another URL than the one that is due cannot be reached. */
    public record Played(
            @Doc("Exactly what the script fetches.") String url,
            @Doc("The status of HTTP.") @Default("200") int status,
            @Doc("The text of the answer.") Optional<String> body) {}

    /** Everything that is given has to be as it is given. */
    public record Expected(
            @Doc("`allow`, `deny`, `flag`, `redact`, `requireApproval`; or `error`: there is no answer.")
            String action,

            @Doc("The whole reason; of an error, a part of what is told of it.")
            Optional<String> reason,

            @Doc("All places to redact, in order.") Optional<List<String>> paths) {}
}
