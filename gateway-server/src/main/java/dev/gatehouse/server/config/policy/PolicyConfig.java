package dev.gatehouse.server.config.policy;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.ShortFor;
import java.util.List;

/** A list of rules that bundles refer to by its name. */
@ShortFor("rules")
public record PolicyConfig(
        @Doc("`shadow`: every rule decides, what it would have done is recorded, and nothing else comes of it.")
        @Default("enforce")
        Mode mode,

        @Doc("Every rule is asked, in this order; one that denies ends it.")
        List<RuleConfig> rules) {

    /** Whether a rule acts or is on trial. */
    public enum Mode {
        ENFORCE,
        SHADOW
    }
}
