package dev.gatehouse.server.config;

import dev.gatehouse.core.audit.PayloadMode;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;
import java.util.List;

/** Who, where, under which policies, with which trail. */
public record BundleConfig(
        @Doc("Who belongs to it, besides the agents that name it themselves.")
        MembersConfig members,

        @Doc("Names of the virtual servers its members may use.")
        List<String> virtualServers,

        @Doc("Names of the policies their calls are judged by, in this order.")
        List<String> policies,

        @Doc("What the trail keeps of their calls.") AuditConfig audit,

        @Doc("Who administers it: its agents, and who of its people approves.")
        PeopleConfig admins,

        @Doc("Who approves calls of its members.") PeopleConfig approvers) {

    /** People and nobody in particular. */
    public record MembersConfig(
            @Doc("Groups, as `provider/name`; the name alone will do where there is one provider.")
            List<String> groups,

            @Doc("Users, as `provider/userName`; the name alone will do where there is one provider.")
            List<String> users,

            @Doc("Callers without credentials. Only where `server.listen` is a loopback address.") @Default("false")
            boolean anonymous) {}

    /** The trail of one bundle. */
    public record AuditConfig(
            @Doc("How long records are kept; a later change moves no record that is there, and a shorter time holds"
                    + " when two owners agreed.")
            @Default("400d")
            @Within(min = "30d", max = "3650d")
            Duration retention,

            @Doc("`digest`: SHA-256 and size of arguments and results. `redacted`: also their shape, every value"
                    + " masked, and every key that does not read like a name. `full`: also the values.")
            @Default("digest")
            PayloadMode payloads,

            @Doc("In which form they speak of people, where that is stricter than `audit.fields`.")
            FieldsConfig fields) {}
}
