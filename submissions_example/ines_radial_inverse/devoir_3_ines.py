# Devoir 3 - Inès
# question 2 (et la critique)
import numpy as np

# ------------------------------------------------- 2.1
def relu_flow(z, a, b, c):
    return a*np.maximum(0, b*z+c)

def relu_collision(a, b, c):
    if b == 0:
        return np.array([0., 1.])
    z_coude = -c/b
    return np.array([z_coude - 2*np.sign(b), z_coude - 5*np.sign(b)])

# ------------------------------------------------- 2.2
# softplus stable : log(1+e^x)
def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

def log_somme(w, x):
    # log somme_i w_i e^{x_i}, x de forme (N, K)
    maxi = np.max(x, axis=1)
    return maxi + np.log(np.exp(x - maxi[:, None]) @ w)

def sigmoid_flow(z, w, a, b):
    u = np.outer(z, a) + b
    return log_somme(w, -softplus(-u)) - log_somme(w, -softplus(u))

def sigmoid_flow_derivative(z, w, a, b):
    u = np.outer(z, a) + b
    log_num = log_somme(w*a, -softplus(-u) - softplus(u))
    return np.exp(log_num - log_somme(w, -softplus(-u)) - log_somme(w, -softplus(u)))

def sigmoid_flow_inverse(y, w, a, b):
    # Newton, avec retour à la dichotomie quand on sort de l'intervalle
    candidats = (y[:, None] - b)/a
    lo, hi = candidats.min(axis=1), candidats.max(axis=1)
    z = (lo + hi)/2
    for _ in range(200):
        ecart = sigmoid_flow(z, w, a, b) - y
        lo = np.where(ecart < 0, z, lo)
        hi = np.where(ecart > 0, z, hi)
        newton = z - ecart/sigmoid_flow_derivative(z, w, a, b)
        dedans = (newton > lo) & (newton < hi)
        z = np.where(dedans, newton, (lo + hi)/2)
    return z

# ------------------------------------------------- 2.3
def residual_flow_inverse(y, f):
    z = []
    for cible in y:
        lo, hi = cible - 1, cible + 1
        while lo + f(lo) > cible:
            lo, hi = lo - 2*(hi - lo), lo
        while hi + f(hi) < cible:
            lo, hi = hi, hi + 2*(hi - lo)
        while hi - lo > 1e-12*max(1, abs(lo), abs(hi)):
            mi = lo + (hi - lo)/2
            if mi + f(mi) > cible:
                hi = mi
            else:
                lo = mi
        z.append(lo + (hi - lo)/2)
    return z

# ------------------------------------------------- 2.4
def h(alpha, r):
    return 1/(alpha + r)

def norme(x):
    return np.sqrt((x**2).sum(1, keepdims=True))

def radial_flow(z, z0, alpha, beta):
    return z + beta*h(alpha, norme(z - z0))*(z - z0)

def radial_flow_inverse(y, z0, alpha, beta):
    # y = z + beta h (z - z0)  =>  z = y - beta h (y - z0)
    r = norme(y - z0)
    return y - beta*h(alpha, r)*(y - z0)

def radial_flow_log_det(z, z0, alpha, beta):
    D = z.shape[1]
    r = norme(z - z0)[:, 0]
    with np.errstate(divide='ignore'):
        a = np.log(abs(1 + beta*h(alpha, r)))
        b = np.log(abs(1 + beta*h(alpha, r) - beta*r*h(alpha, r)**2))
    if D == 1:
        return b
    return (D - 1)*a + b

# ------------------------------------------------- 5
def review():
    sections = {
        "Résumé": "L'article présente un cadre d'apprentissage contrastif (SimCLR) pour des représentations d'images sans "
                  "étiquettes : augmentations, encodeur ResNet, tête de projection, perte NT-Xent. Sur ImageNet, l'évaluation "
                  "linéaire donne 76,5 % d'exactitude.",
        "Points forts": "Formulation simple, ablations systématiques, amélioration nette de l'état de l'art, code disponible.",
        "Points faibles": "Coût de calcul très élevé (grands lots, TPU) ; pas de barres d'erreur ; choix d'augmentations "
                          "peu expliqué.",
        "Réflexion": "On retrouve la borne InfoNCE vue en cours. On pourrait apprendre les augmentations, ou se passer "
                     "de négatifs.",
    }
    return "\n\n".join("## " + titre + "\n\n" + texte for titre, texte in sections.items())
