package io.leeway.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kubernetes' own resources, and the pod templates inside the operator's, read strictly as the types of the fabric8 client. */
final class KubernetesTypes {
    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1/Pod", Pod.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

    private static final JsonMapper STRICT = strict();

    private KubernetesTypes() {}

    private static JsonMapper strict() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                // The client's types keep what they do not know; here that is a mistake.
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                })
                .build();
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    static boolean knows(Manifest manifest) {
        return TYPES.containsKey(manifest.type());
    }

    /** What is wrong with one of Kubernetes' own resources. */
    static List<String> problems(Manifest manifest) {
        Class<?> type = TYPES.get(manifest.type());
        return type == null
                ? List.of("expected a kind of Kubernetes, found " + manifest.type())
                : problems(manifest.tree(), type);
    }

    /** What is wrong with the metadata, pod templates and resources inside one of the operator's resources. */
    static List<String> problemsInside(Manifest manifest) {
        List<String> problems = new ArrayList<>(problems(manifest.tree().path("metadata"), ObjectMeta.class));
        JsonNode deployment = manifest.deployment();
        for (String template : List.of("/podTemplate", "/jobManager/podTemplate", "/taskManager/podTemplate")) {
            problems.addAll(problems(deployment.at(template), PodTemplateSpec.class));
        }
        for (String resources : List.of("/jobManager/resources", "/taskManager/resources")) {
            problems.addAll(problems(deployment.at(resources), ResourceRequirements.class));
        }
        return problems;
    }

    private static List<String> problems(JsonNode tree, Class<?> type) {
        if (tree.isMissingNode()) {
            return List.of();
        }
        try {
            STRICT.treeToValue(tree, type);
            return List.of();
        } catch (JsonProcessingException e) {
            return List.of(type.getSimpleName() + ": " + e.getMessage());
        }
    }
}
