package io.tokenward.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.proxy.listener.TlsContexts;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An authority that issues by ACME (RFC 8555) on loopback, below a development authority. Nothing is taken on trust: each
 * request's signature, nonce and URL are checked, names are looked for over a socket, the request for a certificate is verified.
 */
final class AcmeServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder URL64 = Base64.getUrlEncoder().withoutPadding();

    /** As names of certificates in RFC 9773 end: the number of the one that was kept, which is ten. */
    static final String KEPT_SERIAL = URL64.encodeToString(BigInteger.TEN.toByteArray());

    /** What went wrong in the words of the protocol. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;
        final String type;

        Refused(int status, String type, String detail) {
            super(detail);
            this.status = status;
            this.type = type;
        }
    }

    private record Order(String id, List<String> names, Map<String, String> tokens, String thumbprint) {}

    private final HttpsServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TestIssuer issuer;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, JsonNode> accounts = new ConcurrentHashMap<>();
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Map<String, String> issued = new ConcurrentHashMap<>();

    /** Where names are looked for. */
    final CompletableFuture<Integer> tlsPort = new CompletableFuture<>();
    final CompletableFuture<Integer> httpPort = new CompletableFuture<>();
    /** Requests with a good nonce that are told that it was none. */
    final AtomicInteger badNonces = new AtomicInteger();
    final AtomicInteger ordered = new AtomicInteger();
    /** Orders wait for it. */
    volatile CountDownLatch open = new CountDownLatch(0);
    volatile Duration life = Duration.ofDays(20);
    volatile boolean limited;
    /** From when until when certificates should be ordered anew (RFC 9773); nothing where the authority does not say. */
    volatile List<Instant> window = List.of();
    /** Whether the certificate that was kept is one of its own. */
    volatile boolean known = true;
    /** The certificates that orders said they replace. */
    final List<String> replaced = new CopyOnWriteArrayList<>();
    /** The tokens of all challenges. */
    final List<String> tokens = new CopyOnWriteArrayList<>();
    /** Where orders are to be sent; empty for here. */
    volatile String elsewhere = "";
    /** The key of the binding that accounts need; empty for none. */
    volatile byte[] bindingKey = new byte[0];

    AcmeServer(DevelopmentAuthority authority) throws Exception {
        issuer = new TestIssuer(authority);
        http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.jdkServer(authority.server(List.of("localhost")))));
        http.createContext("/", this::serve);
        http.setExecutor(threads);
        http.start();
    }

    String url(String path) {
        return "https://localhost:" + http.getAddress().getPort() + path;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String nonce = URL64.encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        nonces.add(nonce);
        exchange.getResponseHeaders().set("Replay-Nonce", nonce);
        try {
            answer(exchange);
        } catch (Refused refused) {
            send(exchange, refused.status, "application/problem+json", JSON.writeValueAsString(
                    Map.of("type", "urn:ietf:params:acme:error:" + refused.type, "detail", refused.getMessage())));
        } catch (Exception defect) {
            send(exchange, 500, "text/plain", defect.toString());
        } finally {
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange) throws Exception {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/directory")) {
            Map<String, Object> directory = new HashMap<>(Map.of("newNonce", url("/nonce"), "newAccount",
                    url("/account"), "newOrder", elsewhere.isEmpty() ? url("/order") : elsewhere, "meta",
                    Map.of("termsOfService", url("/terms"))));
            if (!window.isEmpty()) directory.put("renewalInfo", url("/renewal"));
            json(exchange, 200, directory);
        } else if (known && path.startsWith("/renewal/") && path.endsWith("." + KEPT_SERIAL)) {
            json(exchange, 200, Map.of("suggestedWindow",
                    Map.of("start", window.get(0).toString(), "end", window.get(1).toString())));
        } else if (path.equals("/nonce")) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            signed(exchange, path, AcmeRequest.verified(exchange, url(path), this::takeNonce, accounts));
        }
    }

    private void takeNonce(String nonce) throws Refused {
        if (!nonces.remove(nonce) || badNonces.getAndUpdate(left -> Math.max(0, left - 1)) > 0)
            throw new Refused(400, "badNonce", "the nonce is not known");
    }

    private void signed(HttpExchange exchange, String path, AcmeRequest request) throws Exception {
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/account")) account(exchange, request);
        else if (path.equals("/order")) order(exchange, request);
        else if (path.startsWith("/order/")) order(exchange, known(orders, last), 200);
        else if (path.startsWith("/authz/")) authorization(exchange, last);
        else if (path.startsWith("/try/")) validate(exchange, path.substring("/try/".length()));
        else if (path.startsWith("/finalize/")) finalize(exchange, known(orders, last), request);
        else if (path.startsWith("/cert/"))
            send(exchange, 200, "application/pem-certificate-chain", known(issued, last));
        else
            throw new Refused(404, "malformed", "nothing is there: " + path);
    }

    private static <T> T known(Map<String, T> all, String key) throws Refused {
        T found = all.get(key);
        if (found == null) throw new Refused(404, "malformed", "nothing is there: " + key);
        return found;
    }

    private void account(HttpExchange exchange, AcmeRequest request) throws Exception {
        if (!request.payload().path("termsOfServiceAgreed").asBoolean())
            throw new Refused(403, "userActionRequired", "the terms have to be agreed to");
        if (bindingKey.length > 0)
            AcmeRequest.requireBinding(request.payload().path("externalAccountBinding"), request.key(), bindingKey,
                    url("/account"));
        String id = url("/account/" + AcmeRequest.thumbprint(request.key()));
        boolean known = accounts.put(id, request.key()) != null;
        exchange.getResponseHeaders().set("Location", id);
        json(exchange, known ? 200 : 201, Map.of("status", "valid"));
    }

    private void order(HttpExchange exchange, AcmeRequest request) throws Exception {
        ordered.incrementAndGet();
        if (limited) {
            exchange.getResponseHeaders().set("Retry-After", "86400");
            throw new Refused(429, "rateLimited", "too many certificates for these names");
        }
        open.await(20, TimeUnit.SECONDS);
        if (!known && request.payload().has("replaces")) throw new Refused(404, "malformed", "no such certificate");
        if (request.payload().has("replaces")) replaced.add(request.payload().path("replaces").asString());
        List<String> names = new ArrayList<>();
        request.payload().path("identifiers").forEach(one -> names.add(one.path("value").asString()));
        Map<String, String> tokens = new ConcurrentHashMap<>();
        for (String name : names)
            tokens.put(name, UUID.randomUUID().toString().replace("-", ""));
        this.tokens.addAll(tokens.values());
        var made = new Order(String.valueOf(ordered.get()), names, tokens, AcmeRequest.thumbprint(request.key()));
        orders.put(made.id(), made);
        order(exchange, made, 201);
    }

    private void order(HttpExchange exchange, Order order, int status) throws Exception {
        boolean failed = order.names().stream().anyMatch(name -> state(order, name).equals("invalid"));
        boolean ready = order.names().stream().allMatch(name -> state(order, name).equals("valid"));
        boolean done = issued.containsKey(order.id());
        exchange.getResponseHeaders().set("Location", url("/order/" + order.id()));
        Map<String, Object> shown = new HashMap<>();
        shown.put("status", failed ? "invalid" : done ? "valid" : ready ? "ready" : "pending");
        shown.put("identifiers", order.names().stream().map(name -> Map.of("type", "dns", "value", name)).toList());
        shown.put("authorizations",
                order.names().stream().map(name -> url("/authz/" + order.id() + "." + name)).toList());
        shown.put("finalize", url("/finalize/" + order.id()));
        if (done) shown.put("certificate", url("/cert/" + order.id()));
        json(exchange, status, shown);
    }

    private String state(Order order, String name) {
        return states.getOrDefault(order.id() + "." + name, "pending");
    }

    private void authorization(HttpExchange exchange, String id) throws Exception {
        Order order = known(orders, id.substring(0, id.indexOf('.')));
        String name = id.substring(id.indexOf('.') + 1);
        json(exchange, 200, Map.of("status", state(order, name), "identifier", Map.of("type", "dns", "value", name),
                "challenges", List.of(challenge(order, name, "tls-alpn-01"), challenge(order, name, "http-01"))));
    }

    private Map<String, Object> challenge(Order order, String name, String type) throws Refused {
        String key = order.id() + "." + name;
        Map<String, Object> shown = new HashMap<>(Map.of("type", type, "status", state(order, name), "token",
                known(order.tokens(), name), "url", url("/try/" + type + "/" + key)));
        if (failures.containsKey(key))
            shown.put("error", Map.of("type", "urn:ietf:params:acme:error:connection", "detail", known(failures, key)));
        return shown;
    }

    /** Looks for the name at once; a second look at a decided one changes nothing. */
    private void validate(HttpExchange exchange, String what) throws Exception {
        String type = what.substring(0, what.indexOf('/'));
        String key = what.substring(what.indexOf('/') + 1);
        Order order = known(orders, key.substring(0, key.indexOf('.')));
        String name = key.substring(key.indexOf('.') + 1);
        if (state(order, name).equals("pending")) {
            try {
                String expected = order.tokens().get(name) + "." + order.thumbprint();
                if (type.equals("http-01")) {
                    AcmeValidation.http(httpPort.get(20, TimeUnit.SECONDS), name, known(order.tokens(), name),
                            expected);
                } else {
                    AcmeValidation.tls(tlsPort.get(20, TimeUnit.SECONDS), name, expected);
                }
                states.put(key, "valid");
            } catch (Exception | AssertionError absent) {
                failures.put(key, "not found: " + absent.getMessage());
                states.put(key, "invalid");
            }
        }
        json(exchange, 200, challenge(order, name, type));
    }

    private void finalize(HttpExchange exchange, Order order, AcmeRequest request) throws Exception {
        var csr = new JcaPKCS10CertificationRequest(
                Base64.getUrlDecoder().decode(request.payload().path("csr").asString()));
        if (!csr.isSignatureValid(new JcaContentVerifierProviderBuilder().build(csr.getSubjectPublicKeyInfo())))
            throw new Refused(400, "badCSR", "not signed by its key");
        GeneralNames names = GeneralNames.fromExtensions(
                Extensions.getInstance(csr.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                        .getAttributeValues()[0]),
                Extension.subjectAlternativeName);
        Set<String> wanted = new TreeSet<>();
        for (GeneralName name : names.getNames())
            wanted.add(name.getName().toString());
        if (!wanted.equals(new HashSet<>(order.names()))) throw new Refused(400, "badCSR", "other names: " + wanted);
        issued.put(order.id(), chain(csr, names));
        order(exchange, order, 200);
    }

    private String chain(JcaPKCS10CertificationRequest csr, GeneralNames names) throws Exception {
        X509Certificate certificate = issuer.issue("CN=issued by ACME", BigInteger.valueOf(System.nanoTime()),
                csr.getPublicKey(), Duration.ofHours(1), life, names);
        return pem(certificate) + pem(issuer.own.certificate());
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static void json(HttpExchange exchange, int status, Map<String, ?> content) throws IOException {
        send(exchange, status, "application/json", JSON.writeValueAsString(content));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        open.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
