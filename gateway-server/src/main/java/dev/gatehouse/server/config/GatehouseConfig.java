package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.identity.IdentityConfig;
import dev.gatehouse.server.config.policy.PolicyConfig;
import dev.gatehouse.server.config.policy.PricesConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The whole file as values: paths absolute, references replaced, defaults filled in. Maps keep the file's order. */
public record GatehouseConfig(
        @Doc("Where the gateway listens and how it is seen from outside.")
        ServerConfig server,

        @Doc("The PostgreSQL that keeps agents, catalogs and the audit trail. Left out: one is run under `dataDir`.")
        Optional<DatabaseConfig> database,

        @Doc("The directory of the audit spool and the embedded database. Only its owner may enter it.")
        @Default("./data")
        Path dataDir,

        @Doc("The key that seals all other keys: 32 random bytes as Base64 or as 64 hex digits, such as"
                + " `openssl rand -base64 32` makes. Keep it apart from the database.")
        @ReferenceOnly
        Secret masterKey,

        @Doc("How the audit trail is kept and proved.") TrailConfig audit,

        @Doc("What one client, or all of them together, may take.")
        LimitsConfig limits,

        @Doc("How the gateway connects to others.") OutboundConfig outbound,

        @Doc("The MCP servers behind the gateway, by a name of your choice; the keys are those of the"
                + " `mcpServers` of clients.")
        @Keys(KeyKind.NAME)
        Map<String, UpstreamConfig> upstreams,

        @Doc("What is published, each at a URL of its own: `<publicUrl>/vmcp/<name>/mcp`.") @Keys(KeyKind.NAME)
        Map<String, VirtualServerConfig> virtualServers,

        @Doc("Who vouches for people, and which clients they use.")
        IdentityConfig identity,

        @Doc("Who administers the gateway through the admin API.")
        AdministrationConfig administration,

        @Doc("What happens around calls that somebody has to approve.")
        ApprovalsConfig approvals,

        @Doc("Callers that are programs. `gatehouse agent create <name>` gives one its credentials.")
        @Keys(KeyKind.NAME)
        Map<String, AgentConfig> agents,

        @Doc("Who may use which virtual servers under which policies. The first bundle in the file that grants a caller"
                + " a virtual server governs the call; a caller without a bundle sees and may call nothing.")
        @Keys(KeyKind.NAME)
        Map<String, BundleConfig> bundles,

        @Doc("Lists of rules by name, for bundles to refer to: a list, or a group with `mode` and `rules`.")
        @Keys(KeyKind.NAME)
        Map<String, PolicyConfig> policies,

        @Doc("What runs policy scripts.") ScriptsConfig scripts,

        @Doc("What calls cost, for budgets. What has no price is free.")
        PricesConfig prices) {}
