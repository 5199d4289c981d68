package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SCIM server under {@code /scim/v2} of the public listener: who asks, what for, and how refusals are told. */
public final class Scim {
    private static final Logger LOG = LoggerFactory.getLogger(Scim.class);

    private final ScimClients clients;
    private final Users users;
    private final Groups groups;
    private final Discovery discovery = new Discovery();

    public Scim(Directory directory, RecordedChange.Place place, Issuer issuer, Supplier<Revision> revisions) {
        ScimChanges changes = new ScimChanges(directory);
        ResourceJson resources = new ResourceJson(issuer);
        this.clients = new ScimClients(revisions, place.journal(), place.clocks());
        this.users = new Users(place.database(), changes, resources);
        this.groups = new Groups(place.database(), changes, resources);
    }

    @FunctionalInterface
    private interface Operation {
        Answer on(ScimRequest request) throws SQLException, AuditUnavailableException, ScimRefusal;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                endpoint(Method.GET, "/ServiceProviderConfig", 0, discovery::config),
                endpoint(Method.GET, "/ResourceTypes", 0, discovery::resourceTypes),
                endpoint(Method.GET, "/ResourceTypes/{id}", 0, discovery::resourceType),
                endpoint(Method.GET, "/Schemas", 0, discovery::schemas),
                endpoint(Method.GET, "/Schemas/{id}", 0, discovery::schema),
                endpoint(Method.GET, "/Users", 0, users::list),
                endpoint(Method.POST, "/Users", Users.REQUEST_BYTES_MAX, users::create),
                endpoint(Method.GET, "/Users/{id}", 0, users::get),
                endpoint(Method.PUT, "/Users/{id}", Users.REQUEST_BYTES_MAX, users::replace),
                endpoint(Method.PATCH, "/Users/{id}", Users.REQUEST_BYTES_MAX, users::patch),
                endpoint(Method.DELETE, "/Users/{id}", 0, users::delete),
                endpoint(Method.GET, "/Groups", 0, groups::list),
                endpoint(Method.POST, "/Groups", Groups.REQUEST_BYTES_MAX, groups::create),
                endpoint(Method.GET, "/Groups/{id}", 0, groups::get),
                endpoint(Method.PUT, "/Groups/{id}", Groups.REQUEST_BYTES_MAX, groups::replace),
                endpoint(Method.PATCH, "/Groups/{id}", Groups.REQUEST_BYTES_MAX, groups::patch),
                endpoint(Method.DELETE, "/Groups/{id}", 0, groups::delete));
    }

    private Endpoint endpoint(Method method, String path, int bodyBytesMax, Operation operation) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC,
                method,
                PathPattern.of(ResourceJson.ROOT + path),
                Endpoint.Guard.PUBLIC,
                bodyBytesMax,
                request -> handle(request, operation));
    }

    private Answer handle(Request request, Operation operation) {
        try {
            return operation.on(ScimRequest.of(clients.authenticate(request), request));
        } catch (ScimRefusal refusal) {
            return ScimAnswers.refused(refusal);
        } catch (SQLException e) {
            LOG.warn("SCIM: {} not done: database unavailable (SQLState {})", request.method(), e.getSQLState());
            return unavailable("the database did not confirm it; ask again");
        } catch (AuditUnavailableException e) {
            LOG.warn("SCIM: {} not done: it cannot be recorded", request.method());
            return unavailable("the change cannot be recorded now; nothing was changed");
        }
    }

    private static Answer unavailable(String why) {
        return ScimAnswers.refused(new ScimRefusal(Kind.UNAVAILABLE, why));
    }
}
