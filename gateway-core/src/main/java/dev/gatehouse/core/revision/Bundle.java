package dev.gatehouse.core.revision;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.upstream.Screen;
import java.util.Set;

/** The unit of governance: who, where, under which rules, with which trail. */
public record Bundle(
        BundleName name,
        Members members,
        Set<ServerName> servers,
        PolicyPipeline policy,
        Screen screen,
        AuditSettings audit) {
    public Bundle {
        servers = Set.copyOf(servers);
    }
}
