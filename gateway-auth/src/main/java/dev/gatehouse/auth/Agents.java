package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentReview;
import dev.gatehouse.auth.agent.AgentWatch;
import dev.gatehouse.auth.apikey.ApiKeys;
import java.sql.SQLException;

/** What administers agents, put together. */
final class Agents {
    private final AgentCredentials credentials;
    private final AgentListing listing;
    private final ApiKeys apiKeys;
    private final AgentWatch watch;
    private final Known known;

    /**
     * @param changed run after each change of credentials
     * @param expired run when an agent's time is over
     */
    Agents(Auth.Parts parts, Known known, Runnable changed, Runnable expired) {
        this.known = known;
        var place = parts.place();
        AgentReview review = new AgentReview(parts.revisions(), known.people(), parts.clocks());
        this.credentials = new AgentCredentials(place, known.agents(), changed);
        this.listing = new AgentListing(known.agents(), review, parts.clocks());
        this.apiKeys = new ApiKeys(place, known.apiKeys(), parts.revisions(), changed);
        this.watch = new AgentWatch(known.agents(), review, place, expired);
    }

    AgentCredentials credentials() {
        return credentials;
    }

    AgentListing listing() {
        return listing;
    }

    ApiKeys apiKeys() {
        return apiKeys;
    }

    AgentWatch watch() {
        return watch;
    }

    /** Before people were read, every owner would look gone. */
    void look() throws SQLException {
        if (known.people().roster().isRead()) {
            watch.look();
        }
    }
}
