package io.leeway.sources.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.connector.source.SplitsAssignment;

/**
 * What a wrapper passes on of an interface: each of its methods, those with a default too, is
 * called on the wrapper, and has to reach the wrapped object with the same arguments and bring back
 * its answer. A method that a new version of Flink adds is found.
 */
public final class PassedOnCalls {
    /** Samples differ from one another, so that arguments that change places are found. */
    private static final AtomicInteger SAMPLES = new AtomicInteger();

    private record Call(String method, List<?> arguments) {}

    private PassedOnCalls() {}

    /**
     * Calls all methods.
     *
     * @param wrap makes the wrapper of an object
     * @param changed names of methods that the wrapper does not pass on by intention
     */
    public static <T> void verify(Class<? super T> type, Function<T, ? extends T> wrap, Set<String> changed)
            throws ReflectiveOperationException {
        List<Call> reached = new ArrayList<>();
        List<Object> answers = new ArrayList<>();
        @SuppressWarnings("unchecked")
        T wrapped =
                (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    reached.add(new Call(method.toGenericString(), arguments(arguments)));
                    Object answer = sample(method.getReturnType());
                    answers.add(answer);
                    return answer;
                });
        T wrapper = wrap.apply(wrapped);
        int verified = 0;
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || changed.contains(method.getName())) {
                continue;
            }
            reached.clear();
            answers.clear();
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(PassedOnCalls::sample)
                    .toArray();
            Object answer = call(wrapper, method, arguments);
            assertThat(reached)
                    .as("%s", method)
                    .containsExactly(new Call(method.toGenericString(), arguments(arguments)));
            if (method.getReturnType().isPrimitive()) {
                assertThat(answer).as("the answer of %s", method).isEqualTo(answers.get(0));
            } else {
                assertThat(answer).as("the answer of %s", method).isSameAs(answers.get(0));
            }
            verified++;
        }
        assertThat(verified).isPositive();
    }

    private static List<?> arguments(Object[] given) {
        return given == null ? List.of() : Arrays.asList(given);
    }

    private static Object call(Object wrapper, Method method, Object[] arguments) throws IllegalAccessException {
        try {
            return method.invoke(wrapper, arguments);
        } catch (InvocationTargetException failed) {
            throw new AssertionError("Expected " + method + " to be passed on, found a failure", failed.getCause());
        }
    }

    /** A new object of a type; of a number or a truth value one that is not Java's default. */
    private static Object sample(Class<?> type) {
        int next = SAMPLES.incrementAndGet();
        if (type == void.class) {
            return null;
        } else if (type == int.class) {
            return next;
        } else if (type == long.class) {
            return (long) next;
        } else if (type == boolean.class) {
            return true;
        } else if (type == String.class) {
            return "sample " + next;
        } else if (type == List.class || type == Collection.class) {
            return new ArrayList<>(List.of(next));
        } else if (type == CompletableFuture.class) {
            return new CompletableFuture<>();
        } else if (type == Optional.class) {
            return Optional.of(next);
        } else if (type == OptionalLong.class) {
            return OptionalLong.of(next);
        } else if (type == SplitsAssignment.class) {
            return new SplitsAssignment<>(Map.of());
        } else if (type == TypeSerializer.class) {
            return StringSerializer.INSTANCE;
        } else if (type.isInterface()) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, PassedOnCalls::ofObject);
        }
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Expected a sample of " + type + " to be known, found none; add it", e);
        }
    }

    /** Equality is identity, so that an argument is the one that was given. */
    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "a sample";
            default -> throw new AssertionError("Expected samples to be passed on only, found a call of " + method);
        };
    }
}
