"""Tables of the register."""

from shop.core.db import Base
from shop.pictures.journal import watch
from shop.registry.models.commons import CommonsLikeness, CommonsPattern, CommonsPicture
from shop.registry.models.decision import Decision
from shop.registry.models.design import Design, DesignPicture, DesignProof, Likeness
from shop.registry.models.licence import Licence
from shop.registry.models.path import (
    CertificateCopy,
    Objection,
    ObjectionPicture,
    PriorityChange,
    RegisterTerms,
    Transfer,
)
from shop.registry.models.search import DesignWords

__all__ = [
    "CertificateCopy",
    "CommonsLikeness",
    "CommonsPattern",
    "CommonsPicture",
    "Decision",
    "Design",
    "DesignPicture",
    "DesignProof",
    "DesignWords",
    "Licence",
    "Likeness",
    "Objection",
    "ObjectionPicture",
    "PriorityChange",
    "RegisterTerms",
    "Transfer",
]

# They decide which pictures stand in the register, or among the commons.
for _table in (Design, DesignPicture, CommonsPattern, CommonsPicture):
    watch(Base.metadata.tables[_table.__tablename__])
